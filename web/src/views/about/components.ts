import { dependencies } from '../../../package.json';

/** What others have made and we stand on. `version` only where this tree fixes it; the server's come from Debian. */
export interface Component {
  name: string;
  licence: string;
  version?: string;
}

// By the licences that the packages themselves declare; the test beside this file compares them.
const licencesOfPages: Readonly<Record<keyof typeof dependencies, string>> = {
  echarts: 'Apache-2.0',
  'element-plus': 'MIT',
  jssip: 'MIT',
  'lucide-vue-next': 'ISC',
  marked: 'MIT',
  pinia: 'MIT',
  uqr: 'MIT',
  vue: 'MIT',
  'vue-i18n': 'MIT',
  'vue-router': 'MIT',
};

/** In every browser. */
export const componentsOfPages: readonly Component[] = Object.entries(licencesOfPages).map(([name, licence]) => ({
  name,
  licence,
  version: dependencies[name as keyof typeof dependencies],
}));

/** Linked into the server, but for the last: a program of its own that reads prompts aloud. */
export const componentsOfServer: readonly Component[] = [
  { name: 'Boost', licence: 'BSL-1.0' },
  { name: 'c-ares', licence: 'MIT' },
  { name: 'CLI11', licence: 'BSD-3-Clause' },
  { name: 'Expat', licence: 'MIT' },
  { name: '{fmt}', licence: 'MIT' },
  { name: 'libarchive', licence: 'BSD-2-Clause' },
  { name: 'libcurl', licence: 'curl' },
  { name: 'libpq', licence: 'PostgreSQL' },
  { name: 'libsndfile', licence: 'LGPL-2.1-or-later' },
  { name: 'libsodium', licence: 'ISC' },
  { name: 'libxlsxwriter', licence: 'BSD-2-Clause' },
  { name: 'JSON for Modern C++', licence: 'MIT' },
  { name: 'OpenSSL', licence: 'Apache-2.0' },
  { name: 'Opus', licence: 'BSD-3-Clause' },
  { name: 'prometheus-cpp', licence: 'MIT' },
  { name: 'SpanDSP', licence: 'LGPL-2.1-only' },
  { name: 'spdlog', licence: 'MIT' },
  { name: 'SQLite', licence: 'public domain' },
  { name: 'toml++', licence: 'MIT' },
  { name: 'eSpeak NG', licence: 'GPL-3.0-or-later' },
];
