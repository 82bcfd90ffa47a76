import { expect, test } from 'vitest';
import { type Meta, validatedNames } from '../../src/contract/document/meta-names.ts';
import type { MetaParts } from '../../src/contract/document/meta-parts.ts';

type Module = { readonly metaParts: (meta: Meta) => Promise<MetaParts> };

/** A module of the build, as no source is: that with the compiled code, and the one that was moved aside for it. */
const built = async (name: string): Promise<Module> =>
  (await import(new URL(`../../dist/contract/document/${name}.js`, import.meta.url).href)) as Module;

const words = [
  'name',
  'in',
  'type',
  'url',
  'openapi',
  'info',
  'paths',
  'required',
  '$ref',
  'operationId',
  'responses',
  'minimum',
  'pattern',
];
const loose: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  'text',
  'https://a.example',
  [],
  [null],
  ['a', 'a'],
  {},
  { a: null },
  { '/a': {} },
  { 'x-own': 1 },
  { openapi: '3.1.0', info: { title: 'A', version: 1 }, paths: { a: {} } },
  { name: 'a', in: 'path', schema: { type: 'strin', minLength: -1 } },
  { type: ['object', 'object'], properties: [], required: 'a', discriminator: {} },
];
const members: readonly unknown[] = words.flatMap((word) =>
  [null, 'text', 'query', -1, true, [], ['a', 'a'], {}, { a: [] }].map((value) => ({ [word]: value })),
);
const values = [...loose, ...members];

test.each<[Meta]>([['3.0'], ['3.1']])('the build has validators of OpenAPI %s that say what those of the sources say', async (meta) => {
  const [compiled, source] = await Promise.all(
    ['meta-parts', 'meta-parts.source'].map(async (name) => (await built(name)).metaParts(meta)),
  );
  if (!compiled || !source) throw new Error('no parts');
  expect(compiled.document).toEqual(source.document);
  expect(compiled.vocabulary).toEqual(source.vocabulary);
  const told = ({ validatorOf }: MetaParts) =>
    validatedNames(meta).map((name) => {
      const validate = validatorOf(name);
      return values.map((value) => (validate(value) ? [] : validate.errors));
    });
  const [ours, theirs] = [told(compiled), told(source)];
  expect(ours.flat().filter((errors) => errors?.length !== 0).length).toBeGreaterThan(500);
  expect(ours).toEqual(theirs);
});
