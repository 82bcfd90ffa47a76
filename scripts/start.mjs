// `npm start`: tests the embedded reference servers. If the build is missing, prints what to run.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../dist/bundle/main.js', import.meta.url);
if (!existsSync(fileURLToPath(main))) {
  console.error('Cannot start: dist/ is missing (npm ran without install scripts), run: npm run build');
  process.exit(4);
}
process.argv = [process.argv[0], fileURLToPath(main), 'demo', ...process.argv.slice(2)];
await import(main.href);
