// Where the schemas come from: the official JSON-Schema-Test-Suite, and published OpenAPI documents.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parse } from 'yaml';
import { metaSchemas } from './judges.mjs';

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? filesBelow(join(folder, one.name)) : one.name.endsWith('.json') ? [join(folder, one.name)] : [],
  );

/** The schemas of the suite, without those of `optional`; `isEmpty` where the suite shows no value that matches. */
export const suiteIn = (folder) => {
  const root = ['', 'json-schema-test-suite'].map((one) => join(folder, one)).find((one) => existsSync(join(one, 'tests/draft2020-12')));
  if (root === undefined) throw new Error(`${folder} holds no tests/draft2020-12 of the JSON-Schema-Test-Suite`);
  const remotes = join(root, 'remotes');
  const schemas = new Map([
    ...metaSchemas,
    ...filesBelow(remotes).map((file) => [`http://localhost:1234/${relative(remotes, file)}`, read(file)]),
  ]);
  const tests = join(root, 'tests/draft2020-12');
  return readdirSync(tests)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) =>
      read(join(tests, file)).map(({ description, schema, tests: all }) => ({
        name: `${file}: ${description}`,
        schema,
        schemas,
        tests: all,
        isEmpty: !all.some(({ valid }) => valid),
        formats: false,
      })),
    );
};

/** Numbers from 0 to 1 from a seed (mulberry32). */
const randomFrom = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const shuffled = (list, random) => {
  const all = [...list];
  for (let n = all.length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1));
    [all[n], all[other]] = [all[other], all[n]];
  }
  return all;
};

const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const escaped = (name) => String(name).replaceAll('~', '~0').replaceAll('/', '~1');
const at = (document, pointer) =>
  pointer
    .slice(1)
    .split('/')
    .slice(1)
    .map((token) => {
      try {
        return decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~');
      } catch {
        return token;
      }
    })
    .reduce(
      (value, token) => (typeof value === 'object' && value !== null && Object.hasOwn(value, token) ? value[token] : undefined),
      document,
    );

/** Pointers of the schemas under `components` and of the request bodies. */
const positionsIn = (document) => {
  const components = Object.keys(document.components?.schemas ?? {}).map((name) => `#/components/schemas/${escaped(name)}`);
  const bodies = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(isRecord(item) ? item : {}).flatMap(([method, operation]) =>
      Object.entries(operation?.requestBody?.content ?? {}).flatMap(([type, media]) =>
        isRecord(media) && isRecord(media.schema) && media.schema.$ref === undefined
          ? [`#/paths/${escaped(path)}/${method}/requestBody/content/${escaped(type)}/schema`]
          : [],
      ),
    ),
  );
  return [...components, ...bodies];
};

const singles = [
  'items',
  'contains',
  'additionalProperties',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
  'unevaluatedItems',
  'unevaluatedProperties',
];
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const maps = ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'];
const annotations = ['example', 'examples', 'xml', 'externalDocs', 'discriminator', 'description', 'title', 'deprecated', 'summary'];

/** A schema of OpenAPI 3.0 as one of 2020-12 (OpenAPI 3.0, Schema Object). */
const converted = (schema, isOld, refer) => {
  if (!isRecord(schema)) return schema;
  // OpenAPI 3.0 ignores what stands beside a reference; what authors write there on purpose is meant all the same.
  if (isOld && typeof schema.$ref === 'string') {
    const meant = { $ref: refer(schema.$ref), ...(schema.readOnly === true ? { readOnly: true } : {}) };
    return schema.nullable === true ? { anyOf: [{ type: 'null' }, meant] } : meant;
  }
  const made = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (annotations.includes(keyword) || keyword.startsWith('x-') || keyword === 'nullable') continue;
    if (singles.includes(keyword)) made[keyword] = converted(value, isOld, refer);
    else if (lists.includes(keyword) && Array.isArray(value)) made[keyword] = value.map((one) => converted(one, isOld, refer));
    else if (maps.includes(keyword) && isRecord(value))
      made[keyword] = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, converted(one, isOld, refer)]));
    else if (keyword === '$ref') made.$ref = refer(value);
    else made[keyword] = value;
  }
  // What is named by a discriminator is meant, though another branch may match as well.
  if (isRecord(schema.discriminator) && Array.isArray(made.oneOf) && made.anyOf === undefined) {
    made.anyOf = made.oneOf;
    delete made.oneOf;
  }
  for (const [exclusive, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ]) {
    if (typeof made[exclusive] !== 'boolean') continue;
    const isExclusive = made[exclusive];
    delete made[exclusive];
    if (isExclusive && made[bound] !== undefined) {
      made[exclusive] = made[bound];
      delete made[bound];
    }
  }
  if (isOld && made.pattern !== undefined && typeof made.pattern !== 'string') delete made.pattern;
  return schema.nullable === true ? { anyOf: [{ type: 'null' }, made] } : made;
};

/** Removes from `required` what is `readOnly`, as requests do without it. */
const withoutReadOnly = (root) => {
  const resolve = (ref) => at(root, ref);
  const sameValue = (schema, seen = new Set()) => {
    if (!isRecord(schema) || seen.has(schema)) return seen;
    seen.add(schema);
    for (const one of [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) sameValue(one, seen);
    if (typeof schema.$ref === 'string') sameValue(resolve(schema.$ref), seen);
    return seen;
  };
  const isReadOnly = (schema) => [...sameValue(schema)].some((one) => one.readOnly === true);
  const visited = new Set();
  const visit = (value) => {
    if (typeof value !== 'object' || value === null || visited.has(value)) return;
    visited.add(value);
    if (isRecord(value) && (value.properties || value.allOf || value.anyOf || value.oneOf || value.$ref)) {
      const together = [...sameValue(value)];
      const names = new Set(
        together.flatMap(({ properties }) =>
          Object.entries(isRecord(properties) ? properties : {}).flatMap(([name, one]) => (isReadOnly(one) ? [name] : [])),
        ),
      );
      if (names.size > 0)
        for (const one of together) if (Array.isArray(one.required)) one.required = one.required.filter((name) => !names.has(name));
    }
    for (const one of Object.values(value)) visit(one);
  };
  visit(root);
  return root;
};

/** One schema with everything that it refers to, by itself, in 2020-12. Undefined where a reference leads nowhere or elsewhere. */
const bundled = (document, pointer) => {
  const isOld = String(document.openapi).startsWith('3.0');
  const names = new Map();
  const waiting = [];
  let isWhole = true;
  const refer = (ref) => {
    if (typeof ref !== 'string' || !ref.startsWith('#') || at(document, ref) === undefined) {
      isWhole = false;
      return ref;
    }
    if (!names.has(ref)) {
      names.set(ref, `s${names.size}`);
      waiting.push(ref);
    }
    return `#/$defs/${names.get(ref)}`;
  };
  const main = refer(pointer);
  const $defs = {};
  for (let ref = waiting.shift(); ref !== undefined; ref = waiting.shift())
    $defs[names.get(ref)] = converted(structuredClone(at(document, ref)), isOld, refer);
  return isWhole ? withoutReadOnly({ $ref: main, $defs }) : undefined;
};

/**
 * Schemas of published documents, drawn by a seed: the documents take turns, so that a large one does not outnumber the others.
 * @returns a list of { name, file, pointer, schema }
 */
export const publishedIn = (files, { seed, sample }) => {
  const random = randomFrom(seed);
  const documents = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    let document;
    try {
      document = file.endsWith('.json') ? JSON.parse(text) : parse(text, { maxAliasCount: -1 });
    } catch {
      return [];
    }
    if (!String(document?.openapi).startsWith('3.')) return [];
    return [{ file, document, positions: shuffled(positionsIn(document), random) }];
  });
  const drawn = [];
  for (let turn = 0; drawn.length < sample; turn++) {
    const rest = documents.filter(({ positions }) => turn < positions.length);
    if (rest.length === 0) break;
    for (const { file, document, positions } of rest) {
      if (drawn.length >= sample) break;
      const schema = bundled(document, positions[turn]);
      if (schema)
        drawn.push({
          name: `${basename(file)} ${positions[turn]}`,
          file,
          pointer: positions[turn],
          schema,
          schemas: new Map(),
          formats: true,
        });
    }
  }
  return drawn;
};
