// Makes values with one tool in a thread of its own, so that a tool that hangs can be stopped.
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

const { tool, folder } = workerData;
const dist = (path) => import(new URL(`../../dist/${path}`, import.meta.url).href);

/** Each tool: `prepare` reads one schema, and gives a function that makes the nth value. */
const tools = {
  assay: async () => {
    const [{ valid }, { readDocument }, fc] = await Promise.all([
      dist('generators/values/valid.js'),
      dist('contract/read-document.js'),
      import('fast-check'),
    ]);
    let last;
    const documentOf = async (file) => {
      if (last?.file !== file) {
        const { document } = await readDocument(file, { overlays: [], references: {}, isProven: false, isStrict: false });
        last = { file, document };
      }
      return last.document;
    };
    const valueAt = (document, pointer) =>
      pointer
        .slice(2)
        .split('/')
        .reduce((value, token) => value?.[decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~')], document);
    return async ({ schema, schemas, file, pointer }) => {
      const document = file === undefined ? (typeof schema === 'boolean' ? {} : schema) : await documentOf(file);
      const since = performance.now();
      const node = file === undefined ? schema : valueAt(document, pointer);
      if (node === undefined) return { refused: 'not in the document as it is read' };
      const context = file === undefined ? { document, schemas } : { document, pointer, direction: 'request' };
      let defects = 0;
      const made = valid(node, { ...context, onDefect: () => (defects += 1) });
      const prepareMs = performance.now() - since;
      if (made.kind === 'unsatisfiable') return { unsatisfiable: made.why.join(' '), prepareMs };
      if (made.kind === 'unsupported') return { refused: `${made.keyword} at ${made.pointer}: ${made.reason}`, prepareMs };
      return { all: (count) => fc.sample(made.arb, { seed: 1, numRuns: count }), defects: () => defects, prepareMs };
    };
  },
  'json-schema-faker': async () => {
    const { generate } = await import(`${folder}/node_modules/json-schema-faker/dist/index.js`);
    return async ({ schema }) => ({
      all: async (count) => {
        const values = [];
        for (let n = 1; n <= count; n++) values.push(await generate(structuredClone(schema), { seed: n }));
        return values;
      },
    });
  },
  'openapi-sampler': async () => {
    const { sample } = createRequire(`${folder}/x.js`)('openapi-sampler');
    // It always gives the same value.
    return async ({ schema }) => ({ all: () => [sample(structuredClone(schema), { quiet: true }, schema)] });
  },
};

const prepare = await tools[tool]();
parentPort.on('message', async ({ id, count, ...job }) => {
  const since = performance.now();
  try {
    const { all, refused, unsatisfiable, defects, prepareMs } = await prepare(job);
    if (!all) parentPort.postMessage({ id, refused, unsatisfiable, prepareMs }, []);
    else {
      // Reading the document is not part of it.
      const begun = performance.now();
      const values = await all(count);
      const ms = (prepareMs ?? begun - since) + performance.now() - begun;
      // Text, as it would be sent.
      const texts = values.map((value) => JSON.stringify(value));
      parentPort.postMessage({ id, texts, prepareMs, ms, defects: defects?.() ?? 0 }, []);
    }
  } catch (error) {
    parentPort.postMessage({ id, crashed: String(error?.message ?? error).split('\n')[0] }, []);
  }
});
parentPort.postMessage({ ready: true }, []);
