import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { below, isObject, tokensOf } from '../../src/contract/pointer.ts';
import { nodesOf } from './nodes.ts';

type Example = { readonly pointer: string; readonly schema: string; readonly value: unknown };

/** Every example of a schema: beside it in a media type, parameter or header, or inside it. */
export const examplesOf = (document: unknown): Example[] =>
  nodesOf(document).flatMap(({ pointer, value }) => {
    const { example, examples } = value;
    const named = isObject(examples)
      ? Object.entries(examples).map(([name, one]) => ({ at: below(pointer, 'examples', name), value: isObject(one) ? one['value'] : one }))
      : [];
    const listed = Array.isArray(examples) ? examples.map((one: unknown, n) => ({ at: below(pointer, 'examples', n), value: one })) : [];
    const single = example === undefined ? [] : [{ at: below(pointer, 'example'), value: example }];
    const schema = value['schema'] === undefined ? pointer : below(pointer, 'schema');
    return [...single, ...named, ...listed].map((one) => ({ pointer: one.at, schema, value: one.value }));
  });

/** Examples that their schema refuses, with the reason. */
export const mismatches = (document: Readonly<Record<string, unknown>>): string[] => {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  const id = 'spec:document';
  ajv.addSchema({ ...document, $id: id });
  return examplesOf(document).flatMap(({ pointer, schema, value }) => {
    const fragment = tokensOf(schema).map((token) => `/${encodeURIComponent(token.replaceAll('~', '~0').replaceAll('/', '~1'))}`);
    const validate = ajv.compile({ $ref: `${id}#${fragment.join('')}` });
    return validate(value) ? [] : [`${pointer}: ${ajv.errorsText(validate.errors)}`];
  });
};
