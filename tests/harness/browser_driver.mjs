// Moves Debian's Chromium or Firefox for the Python tests: one JSON request a line in, one JSON answer a line out.
//
// {"id":1,"do":"launch",…}                          see `verbs` below
// {"id":2,"do":"call","page":3,"test_id":"answer","method":"click","args":[]}   any method of a page or locator
// Answers: {"id":1,"value":…} or {"id":1,"error":"…"}. What a page complains about is kept until asked for.
// Ends, browser included, when its input ends.
import fs from 'node:fs';
import readline from 'node:readline';
import { chromium, firefox } from 'playwright-core';

const ACTION_LIMIT_MS = 15000; // until an element is there to be acted on; no claim about speed
const harness = new URL('.', import.meta.url);
const ears = fs.readFileSync(new URL('browser_ears.js', harness), 'utf8');
const axe = fs.readFileSync(new URL('node_modules/axe-core/axe.min.js', harness), 'utf8');

let browser = null;
const contexts = new Map();
const pages = new Map();
let nextId = 1;

function launchChromium({ executable, voice, microphone, headless }) {
  const flags = [
    `--use-fake-ui-for-media-stream${microphone === 'refused' ? '=deny' : ''}`,
    '--use-fake-device-for-media-stream',
    '--autoplay-policy=no-user-gesture-required',
    '--force-webrtc-ip-handling-policy=default',
    // Without this a page's own address is hidden behind a name that only multicast DNS could resolve.
    '--disable-features=WebRtcHideLocalIpsWithMdns,MediaRouter,OptimizationHints',
    `--use-file-for-fake-audio-capture=${voice}`,
  ];
  return chromium.launch({
    executablePath: executable, headless, args: flags, timeout: 30000,
    chromiumSandbox: process.getuid() !== 0,
    ignoreDefaultArgs: ['--mute-audio'],
  });
}

// The Firefox that Debian ships, by WebDriver BiDi: any channel called "moz-" means an unpatched one.
function launchFirefox({ executable, voice_hz, microphone }) {
  const firefoxUserPrefs = {
    'media.navigator.streams.fake': true, // the microphone is a tone of this frequency
    'media.navigator.audio.fake_frequency': voice_hz,
    'media.navigator.permission.disabled': microphone !== 'refused',
    'permissions.default.microphone': microphone === 'refused' ? 2 : 1,
    'media.autoplay.default': 0,
    'media.peerconnection.ice.loopback': true, // else it has no address on a machine without a network
    'media.peerconnection.ice.obfuscate_host_addresses': false,
    'network.proxy.type': 0,
  };
  return firefox.launch({
    channel: 'moz-firefox', executablePath: executable, headless: true, timeout: 60000, firefoxUserPrefs,
  });
}

async function launch(request) {
  browser = await { chromium: launchChromium, firefox: launchFirefox }[request.kind](request);
  return browser.version();
}

function known(map, id, what) {
  if (!map.has(id)) throw new Error(`no ${what} ${id}`);
  return map.get(id);
}

async function openContext({ options = {}, permissions = [], scripts = [] }) {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(ACTION_LIMIT_MS);
  context.setDefaultNavigationTimeout(2 * ACTION_LIMIT_MS);
  await context.grantPermissions(permissions);
  await context.addInitScript(ears);
  for (const script of scripts) await context.addInitScript(script);
  const id = nextId++;
  contexts.set(id, context);
  context.on('close', () => contexts.delete(id));
  return id;
}

async function openPage({ context }) {
  const page = await known(contexts, context, 'context').newPage();
  const id = nextId++;
  const entry = { page, complaints: [], sockets: [] };
  pages.set(id, entry);
  page.on('console', (message) => {
    if (message.type() === 'error') entry.complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => entry.complaints.push(`error: ${error.stack ?? error}`));
  page.on('crash', () => entry.complaints.push('the page crashed'));
  page.on('dialog', (dialog) => dialog.accept());
  page.on('close', () => pages.delete(id));
  return id;
}

// A locator by test id, by ARIA role and name, or by CSS; the page itself when none is named.
function target({ page, test_id, role, name, css, within, nth }) {
  let from = known(pages, page, 'page').page;
  if (within) from = from.getByTestId(within);
  let found = from;
  if (test_id) found = from.getByTestId(test_id);
  else if (role) found = from.getByRole(role, name ? { name } : {});
  else if (css) found = from.locator(css);
  return nth === undefined || found === from ? found : found.nth(nth);
}

// Playwright calls a function in the page and evaluates a string there: text that reads as a function becomes one.
function asCode(text) {
  return /^(async\s*)?(\([\w\s,{}[\]]*\)|\w+)\s*=>/.test(text) ? new Function(`return (${text})`)() : text;
}

async function call(request) {
  const receiver = target(request);
  const args = request.args ?? [];
  if (request.method.startsWith('evaluate')) args[0] = asCode(args[0]);
  const value = await receiver[request.method](...args);
  // Responses and handles mean nothing outside this process.
  return value === undefined || typeof value === 'object' && value !== null && !Array.isArray(value)
    && Object.getPrototypeOf(value) !== Object.prototype ? null : value;
}

async function heapBytes({ page }) {
  const target = known(pages, page, 'page').page;
  const session = await target.context().newCDPSession(target);
  try {
    await session.send('HeapProfiler.enable');
    // The second collection takes what finalizers of the first one let go.
    for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
    const nodes = await session.send('Memory.getDOMCounters');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return { bytes: usedSize, nodes: nodes.nodes, listeners: nodes.jsEventListeners };
  } finally {
    await session.detach();
  }
}

async function accessibility({ page }) {
  const target = known(pages, page, 'page').page;
  // Evaluated by the debugger: a script element would break the page's content security policy.
  await target.evaluate(axe);
  return target.evaluate(async () => {
    const found = await window.axe.run(document, { resultTypes: ['violations'] });
    return found.violations.map(({ id, impact, help, nodes }) => ({
      id, impact, help, nodes: nodes.slice(0, 6).map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
    }));
  });
}

// Everything that one load of an address brings over the wire, as the network layer counts it.
async function transferred({ page, url }) {
  const target = known(pages, page, 'page').page;
  const session = await target.context().newCDPSession(target);
  const files = new Map();
  await session.send('Network.enable');
  session.on('Network.responseReceived', ({ requestId, response }) =>
    files.set(requestId, { url: response.url, bytes: 0, encoding: response.headers['content-encoding'] ?? '' }));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (files.has(requestId)) files.get(requestId).bytes = encodedDataLength;
  });
  await target.goto(url, { waitUntil: 'networkidle' }).catch(() => {});
  await session.detach();
  return [...files.values()];
}

// Lets a test speak as the server on a page's WebSocket; sequence numbers go on without a gap.
async function joinSocket({ page, pattern }) {
  const entry = known(pages, page, 'page');
  await entry.page.routeWebSocket(new RegExp(pattern), (toPage) => {
    const toServer = toPage.connectToServer();
    const joined = { toPage, seq: 0 };
    entry.joined = joined;
    toServer.onMessage((text) => {
      const message = JSON.parse(text);
      message.seq = ++joined.seq;
      toPage.send(JSON.stringify(message));
    });
  });
  return true;
}

// Sends `count` messages, made from the templates in turn; "{n}" in them becomes the number of the round.
async function flood({ page, templates, count, batch = 200 }) {
  const { joined, page: target } = known(pages, page, 'page');
  if (!joined) throw new Error('the page has not opened the socket');
  for (let n = 0; n < count; n++) {
    const text = templates[n % templates.length].replaceAll('{n}', String(Math.floor(n / templates.length)));
    joined.toPage.send(JSON.stringify({ seq: ++joined.seq, ...JSON.parse(text) }));
    // The page must have the chance to read: ask it something now and then.
    if (n % batch === batch - 1) await target.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
  return joined.seq;
}

// Answers in the server's place what a page asks; without a status never.
async function standIn({ page, pattern, status, body }) {
  const target = known(pages, page, 'page').page;
  await target.route(new RegExp(pattern), (route) => (status
    ? route.fulfill({ status, contentType: 'application/json', body: JSON.stringify(body) })
    : undefined));
}

const verbs = {
  launch, call, openContext, openPage, heapBytes, accessibility, transferred, joinSocket, flood, standIn,
  standAside: ({ page }) => known(pages, page, 'page').page.unrouteAll({ behavior: 'ignoreErrors' }),
  closeContext: ({ context }) => known(contexts, context, 'context').close(),
  closePage: ({ page }) => known(pages, page, 'page').page.close({ runBeforeUnload: false }),
  offline: ({ context, on }) => known(contexts, context, 'context').setOffline(on),
  wait: (request) => target(request).first().waitFor({ state: request.state ?? 'visible', timeout: request.limit_ms }),
  keyboard: ({ page, method, text }) => known(pages, page, 'page').page.keyboard[method](text),
  mouse: ({ page, method, args }) => known(pages, page, 'page').page.mouse[method](...args),
  complaints: ({ page, forget }) => {
    const entry = known(pages, page, 'page');
    const found = entry.complaints;
    if (forget) entry.complaints = [];
    return found;
  },
};

const input = readline.createInterface({ input: process.stdin });
input.on('line', async (line) => {
  const request = JSON.parse(line);
  const answer = { id: request.id };
  try {
    if (!Object.hasOwn(verbs, request.do)) throw new Error(`unknown verb ${request.do}`);
    answer.value = await verbs[request.do](request) ?? null;
  } catch (error) {
    answer.error = String(error.message ?? error);
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
});
input.on('close', async () => {
  await browser?.close().catch(() => {});
  process.exit(0);
});
