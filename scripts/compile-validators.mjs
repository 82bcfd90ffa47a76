// Compiles the JSON Schemas of this program when it is built: in a short command that takes longer than what is validated by them.
import { renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';

// Its module has no default export for `import`.
const { default: standaloneCode } = createRequire(import.meta.url)('ajv/dist/standalone');

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist');

/** Modules that export `ownSchemas`, and `validatorFor` a name of them. */
const modules = ['model/record-validator.js', 'policy/history/history-validator.js', 'config/config-validators.js'];

/** The few functions of ajv that compiled code calls, as imports of a module. */
const withImports = (code) => {
  const imports = [];
  const rest = code.replaceAll(/const (\w+) = require\("(ajv(?:-formats)?\/[^"]+)"\)\.([\w.]+);/gu, (_all, name, path, member) => {
    imports.push(`import ${name}Module from '${path}.js';`);
    return `const ${name} = ${name}Module.${member};`;
  });
  if (rest.includes('require(')) throw new Error('Cannot compile a validator: its code requires more than functions of ajv');
  return `${imports.join('\n')}\n${rest.replace('"use strict";', '')}`;
};

/** The code of one validator, as an expression that makes it. */
const codeOf = ({ schema, options }) => {
  const ajv = new Ajv2020({ ...options, meta: false, validateSchema: false, code: { source: true, esm: true } });
  return withImports(standaloneCode(ajv, ajv.compile(schema)));
};

/** Moves a built module aside, for one with compiled code in its place. Returns its path without the ending, and what it exports. */
const movedAside = async (path) => {
  const stem = join(dist, path).replace(/\.js$/u, '');
  const own = await import(pathToFileURL(`${stem}.js`).href);
  renameSync(`${stem}.js`, `${stem}.source.js`);
  return { stem, own };
};

/** The meta-schemas of OpenAPI, each in a module that is loaded where a document of its version is judged. */
const compileMetaSchemas = async () => {
  const { stem, own } = await movedAside('contract/document/meta-parts.js');
  const name = basename(stem);
  const cases = [];
  for (const meta of ['3.0', '3.1']) {
    const { ajv, keys, document, vocabulary } = await own.metaSource(meta, { source: true, esm: true, optimize: true });
    const exported = Object.fromEntries([...keys.values()].map((key, n) => [`own${n}`, key]));
    const code = withImports(standaloneCode(ajv, exported));
    const byName = [...keys.keys()].map((one, n) => `[${JSON.stringify(one)}, own${n}]`);
    writeFileSync(
      `${stem}.${meta}.js`,
      `${code}\nconst validators = new Map([${byName.join(', ')}]);\n` +
        'export const validatorOf = (name) => validators.get(name);\n' +
        `export const document = JSON.parse(${JSON.stringify(JSON.stringify(document))});\n` +
        `export const vocabulary = JSON.parse(${JSON.stringify(JSON.stringify(vocabulary))});\n`,
    );
    cases.push(`'${meta}': () => import('./${name}.${meta}.js')`);
  }
  writeFileSync(`${stem}.js`, `const made = { ${cases.join(', ')} };\nexport const metaParts = (meta) => made[meta]();\n`);
};

/** The validators of `x-assay`, in a module that is loaded where a document has one. */
const compileConventions = async () => {
  const { stem, own } = await movedAside('contract/conventions-validators.js');
  const { ajv, kinds } = own.conventionsSource({ source: true, esm: true, optimize: true });
  const code = withImports(standaloneCode(ajv, Object.fromEntries(kinds.map((kind) => [`of_${kind}`, kind]))));
  const byKind = kinds.map((kind) => `${kind}: of_${kind}`);
  writeFileSync(
    `${stem}.compiled.js`,
    `${code}\nconst validators = { ${byKind.join(', ')} };\nexport const validatorOf = (kind) => validators[kind];\n`,
  );
  writeFileSync(`${stem}.js`, `export const conventionsValidators = () => import('./${basename(stem)}.compiled.js');\n`);
};

/** Puts compiled validators in place of the function that would compile them. Once for a build: the modules are moved aside. */
export const compileValidators = async () => {
  await compileMetaSchemas();
  await compileConventions();
  for (const path of modules) {
    const {
      stem,
      own: { ownSchemas },
    } = await movedAside(path);
    const name = basename(stem);
    const lines = [`export * from './${name}.source.js';`];
    for (const [key, own] of Object.entries(ownSchemas)) {
      writeFileSync(`${stem}.${key}.js`, codeOf(own));
      lines.push(`import ${key} from './${name}.${key}.js';`);
    }
    lines.push(`const compiled = { ${Object.keys(ownSchemas).join(', ')} };`, 'export const validatorFor = (name) => compiled[name];', '');
    writeFileSync(`${stem}.js`, lines.join('\n'));
  }
};
