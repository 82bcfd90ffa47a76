import { keyScheme, requiredSchemes, securityScheme } from '../../contract/credential-placement.ts';
import { describedLists } from '../../contract/infer/conventions/collection.ts';
import type { Contract, Operation, ResponseDeclaration } from '../../contract/model.ts';
import { below, isObject, valueAt } from '../../contract/pointer.ts';
import { summarizeSchema } from '../../contract/schema/evaluate.ts';
import { examplesOf } from '../../generators/examples.ts';
import { unusableExamples } from '../../generators/unusable-examples.ts';
import { nodeOf } from '../../model/location.ts';
import { type MissingValue, missingValues } from '../missing-values.ts';
import { isJsonType } from '../../contract/wire/media-type.ts';

/** A place of a document that keeps requirements from being judged, although nothing is wrong with it. */
export type Gap = {
  /** JSON pointer in the contract's document. */
  readonly pointer: string;
  /** What is missing there, as the end of a sentence about it. */
  readonly what: string;
};

/** One kind of gaps: what it keeps from being judged, and what to add. */
export type GapKind = {
  /** Stable, kebab-case. */
  readonly kind: string;
  readonly title: string;
  readonly consequence: string;
  readonly add: string;
  readonly find: (contract: Contract, operations: readonly Operation[]) => readonly Gap[];
};

const at = (operation: Operation, what = ''): Gap => ({
  pointer: nodeOf(operation.location),
  what: what === '' ? operation.key : `${operation.key} ${what}`,
});

const isSuccess = ({ status }: ResponseDeclaration): boolean => status.startsWith('2');

/** These have no content, or need none (RFC 9110, sections 15.3.3, 15.3.5 and 15.3.6), and neither has any answer to HEAD (section 9.3.2). */
const isEmpty = ({ method }: Operation, { status }: ResponseDeclaration): boolean =>
  method === 'HEAD' || ['202', '204', '205'].includes(status);

/** A response that says nothing about its body: a GET is made for one, and a media type of JSON announces one. */
const lacksSchema = (operation: Operation, response: ResponseDeclaration): boolean => {
  if (!isSuccess(response) || isEmpty(operation, response)) return false;
  if (response.content.length === 0) return operation.method === 'GET';
  return response.content.some(({ mediaType, schema }) => isJsonType(mediaType) && (schema === undefined || saysNothing(schema)));
};

const saysNothing = (schema: unknown): boolean =>
  schema === true || (isObject(schema) && Object.keys(schema).every((key) => /^(?:description|title|example|x-.*)$/.test(key)));

/** Examples of answers that break the schema beside them. */
const brokenAnswers = (contract: Contract, operations: readonly Operation[]): readonly Gap[] =>
  operations.flatMap(({ responses }) =>
    responses.flatMap(({ content }) =>
      content.flatMap(({ mediaType, location, schemaLocation }) => {
        if (schemaLocation === undefined || !isJsonType(mediaType)) return [];
        const broken = examplesOf(contract.document, valueAt(contract.document, nodeOf(location)))
          .map((example) => summarizeSchema(contract, schemaLocation, parsed(example)).breaches[0])
          .find((breach) => breach !== undefined);
        return broken === undefined
          ? []
          : [
              {
                pointer: nodeOf(location),
                what: `breaks ${broken.keyword} at ${broken.instancePath || 'its root'}, which requires ${broken.expected}`,
              },
            ];
      }),
    ),
  );

/** Some documents write an example of JSON as a text. */
const parsed = (example: unknown): unknown => {
  if (typeof example !== 'string' || !/^\s*[{[]/.test(example)) return example;
  try {
    return JSON.parse(example) as unknown;
  } catch {
    return example;
  }
};

/** Values that are missing, each parameter that several operations share once. */
const missing = (contract: Contract, inPath: boolean): readonly Gap[] => {
  const byPlace = new Map<string, MissingValue[]>();
  for (const one of missingValues(contract)) {
    if (one.inPath !== inPath) continue;
    const parameter = one.operation.parameters.find(({ name }) => name === one.name);
    const pointer = nodeOf((parameter ?? one.operation).location);
    byPlace.set(pointer, [...(byPlace.get(pointer) ?? []), one]);
  }
  return Array.from(byPlace).flatMap(([pointer, all]) =>
    [...new Set(all.map(({ name }) => name))].map((name) => {
      const [first, ...others] = [...new Set(all.filter((one) => one.name === name).map(({ operation }) => operation.key))];
      const more = others.length === 0 ? '' : ` and of ${others.length} more operation${others.length === 1 ? '' : 's'}`;
      return { pointer, what: `"${name}" of ${first}${more}` };
    }),
  );
};

/** Gaps in the order in which it pays to close them. */
export const gapKinds: readonly GapKind[] = [
  {
    kind: 'success-undescribed',
    title: 'operations without a described success',
    consequence: 'no answer of them can be right, and none is compared with a schema',
    add: 'a response such as "200" under responses, with its content',
    find: (_, operations) =>
      operations.filter(({ responses }) => !responses.some(({ status }) => /^[123]|^default$/.test(status))).map((one) => at(one)),
  },
  {
    kind: 'schema-missing',
    title: 'answers without a schema',
    consequence: 'their bodies are not judged',
    add: 'content with a media type and a schema; a response without a body is a 204',
    find: (_, operations) =>
      operations.flatMap((operation) =>
        operation.responses
          .filter((response) => lacksSchema(operation, response))
          .map((response) => ({ pointer: nodeOf(response.location), what: `${response.status} of ${operation.key}` })),
      ),
  },
  {
    kind: 'path-value-missing',
    title: 'path parameters for which no value is found',
    consequence: 'the operation is not called',
    add: 'an example at the parameter, a list whose items show the value, or values in the config of the target',
    find: (contract) => missing(contract, true),
  },
  {
    kind: 'value-missing',
    title: 'values that no generator can make',
    consequence: 'the operation is not called',
    add: 'an example, or values in the config of the target',
    find: (contract) => missing(contract, false),
  },
  {
    kind: 'credential-unsupported',
    title: 'security schemes for which no credential can be sent',
    consequence: 'operations without another alternative are not called',
    add: 'an alternative under security that is a key, a token or basic authentication',
    find: ({ document }) =>
      requiredSchemes(document)
        .map((name) => ({ name, scheme: securityScheme(document, name) }))
        .flatMap(({ name, scheme }) =>
          scheme.kind === 'placed' ? [] : [{ pointer: below('#/components/securitySchemes', name), what: scheme.why }],
        ),
  },
  {
    kind: 'credential-unasked',
    title: 'security schemes that no operation requires',
    consequence: 'every operation is called without a credential, and whether one is needed is not judged',
    add: 'security with the name of the scheme, at the root or at the operations',
    find: ({ document }) => {
      const described = valueAt(document, '#/components/securitySchemes');
      return keyScheme(document) !== undefined || !isObject(described)
        ? []
        : Object.keys(described)
            .filter((name) => !requiredSchemes(document).includes(name))
            .map((name) => ({ pointer: below('#/components/securitySchemes', name), what: `"${name}"` }));
    },
  },
  {
    kind: 'example-broken',
    title: 'examples that break the schema beside them',
    consequence: 'one of the two is wrong; such an example of a request is not sent',
    add: 'a right example, or correct the schema',
    find: (contract, operations) => [
      ...unusableExamples(contract).map(({ pointer, why }) => ({ pointer, what: why })),
      ...brokenAnswers(contract, operations),
    ],
  },
  {
    kind: 'effect-unknown',
    title: 'operations of which is not known what they change',
    consequence: 'they are called only with the permission destructive',
    add: 'the operation that reads or removes what they create, or x-assay with resources',
    find: (_, operations) =>
      operations
        .filter(({ effect }) => effect === 'destructive')
        .map((one) => at(one, one.inferred === undefined ? '' : `(${one.inferred.why})`)),
  },
  {
    kind: 'removal-missing',
    title: 'operations that create what no operation removes',
    consequence: 'they are called only with the permission permanent, a few times',
    add: 'the operation that removes it: DELETE of the path with its id',
    find: (_, operations) => operations.filter(({ effect }) => effect === 'creates-permanently').map((one) => at(one)),
  },
  {
    kind: 'paging-undescribed',
    title: 'lists without described pages',
    consequence: 'whether every item is shown, and shown once, is not judged',
    add: 'query parameters for the size and the place of a page, or x-assay with pagination',
    find: ({ document }, operations) =>
      describedLists({ document, operations })
        .filter(({ operation }) => operation.conventions.pagination === undefined)
        .map(({ operation }) => at(operation)),
  },
  {
    kind: 'errors-undescribed',
    title: 'operations without a described error',
    consequence: 'the bodies of their errors are not judged',
    add: 'a response such as "400" or "4XX", or "default", with the schema of an error',
    find: (_, operations) =>
      operations
        .filter(({ parameters, body, secured }) => parameters.length > 0 || body !== undefined || secured)
        .filter(({ responses }) => !responses.some(({ status }) => /^4|^default$/.test(status)))
        .map((one) => at(one)),
  },
  {
    kind: 'operation-id-missing',
    title: 'operations of a resource without an operationId',
    consequence: 'x-assay with resources, and links, cannot name them',
    add: 'an operationId',
    find: ({ inferredResourceTypes }) => {
      const used = inferredResourceTypes.flatMap(({ create, remove, list }) => [create, remove, ...(list === undefined ? [] : [list])]);
      return [...new Set(used)].filter(({ operationId }) => operationId === undefined).map((one) => at(one));
    },
  },
];

/** The gaps of a contract by kind, each place once. Kinds without any are left out. */
export const gapsOf = (contract: Contract): readonly { readonly kind: GapKind; readonly gaps: readonly Gap[] }[] => {
  const operations = contract.operations.filter(({ unsupported }) => unsupported === undefined);
  return gapKinds.flatMap((kind) => {
    const found = kind.find(contract, operations);
    const gaps = [...new Map(found.map((gap) => [`${gap.pointer} ${gap.what}`, gap])).values()];
    return gaps.length === 0 ? [] : [{ kind, gaps }];
  });
};
