// Bundles the views of the pages: each for the browser as one script, and for Node as a renderer that needs nothing of node_modules. Both
// are in one module, so that the command finds them wherever its own files are.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Folders below src/ whose bundled-view.ts the bundle of their view replaces. */
export const viewFolders = ['report/page', 'report/compare', 'report/history'];

/** The text of one bundle; vite would otherwise read the config of a project and copy its public files. */
const bundled = async (options, extra = {}) => {
  const result = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    mode: 'production',
    // Also where tests make it, whose environment is another.
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
    ...extra,
    build: { write: false, copyPublicDir: false, ...options },
  });
  const [{ output }] = [result].flat();
  const [file, ...others] = output;
  if (file?.code === undefined || others.length > 0) throw new Error('Cannot bundle the view: it is not one file');
  return file.code;
};

/** The module that takes the place of bundled-view.ts in a folder. */
export const bundledView = async (folder) => {
  const view = join(root, 'src', folder, 'view');
  const browser = await bundled({
    target: 'es2022',
    minify: true,
    lib: { entry: join(view, 'mount.tsx'), formats: ['iife'], name: 'assay', fileName: 'view' },
  });
  const renderer = await bundled(
    {
      ssr: true,
      target: 'node20',
      minify: false,
      cssMinify: true,
      // Browsers of the last years; what is newer is written in older words for them.
      cssTarget: ['chrome111', 'firefox113', 'safari16.2'],
      rollupOptions: { input: join(view, 'render.tsx'), output: { entryFileNames: 'render.js', codeSplitting: false } },
    },
    { ssr: { noExternal: true } },
  );
  return `${renderer}\nexport const viewScript = ${JSON.stringify(browser)};\n`;
};

/** The same as a plugin: tests of the sources get the views as the build makes them. */
export const viewPlugin = () => {
  const made = new Map();
  return {
    name: 'bundled-view',
    enforce: 'pre',
    load(id) {
      const folder = viewFolders.find((one) => id.split('?')[0].endsWith(`/src/${one}/bundled-view.ts`));
      if (folder === undefined) return undefined;
      if (!made.has(folder)) made.set(folder, bundledView(folder));
      return made.get(folder);
    },
  };
};
