// One file an area; the file's name is the first word of its keys.
const files = import.meta.glob<{ default: Record<string, unknown> }>(['./*.ts', '!./index.ts'], { eager: true });

export default Object.fromEntries(
  Object.entries(files).map(([path, file]) => [path.slice('./'.length, -'.ts'.length), file.default]),
);
