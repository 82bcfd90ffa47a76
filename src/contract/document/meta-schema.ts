import type { ErrorObject } from 'ajv/dist/2020.js';
import { below, isObject, tokensOf } from '../pointer.ts';
import { chosen, definitions, holders, keywords, type Meta, root } from './meta-names.ts';
import { metaParts } from './meta-parts.ts';
import type { Kind } from './structure.ts';

type Json = Readonly<Record<string, unknown>>;

/** Validates one object by the published meta-schema, without the objects below it, which are validated by themselves. */
export type ShapeJudge = {
  /** Errors of an object of a kind; empty where it is valid. */
  errorsOf(kind: Kind, value: unknown): readonly ErrorObject[];
  /** Members that an object of a kind may have. */
  membersOf(kind: Kind): ReadonlySet<string>;
  /** Keywords of JSON Schema 2020-12. */
  readonly laterWords: ReadonlySet<string>;
  /** Errors of a keyword of JSON Schema 2020-12 in a schema of any version. */
  errorsOfKeywords(schema: Json): readonly ErrorObject[];
};

/** Names under `properties` anywhere in a definition, those that it refers to included. */
const propertiesIn = (document: Json, node: unknown, found: Set<string>, depth = 0): void => {
  if (Array.isArray(node)) for (const one of node) propertiesIn(document, one, found, depth);
  if (!isObject(node) || depth > 4) return;
  for (const name of Object.keys(isObject(node['properties']) ? node['properties'] : {})) found.add(name);
  const { $ref } = node;
  if (typeof $ref === 'string') propertiesIn(document, definitionAt(document, $ref), found, depth + 1);
  for (const key of ['allOf', 'anyOf', 'oneOf', 'then', 'else', 'dependentSchemas']) {
    const inner = node[key];
    propertiesIn(document, key === 'dependentSchemas' && isObject(inner) ? Object.values(inner) : inner, found, depth + 1);
  }
};

const definitionAt = (document: Json, ref: string): unknown =>
  tokensOf(ref).reduce<unknown>((node, token) => (isObject(node) ? node[token] : undefined), document);

const noChoice = ({ by, among }: (typeof chosen)[string], word: unknown): ErrorObject => ({
  keyword: 'enum',
  instancePath: below('', by),
  schemaPath: '',
  params: { allowedValues: Object.keys(among) },
  data: word,
});

const made = new Map<Meta, Promise<ShapeJudge>>();

/** The judge of a version, made on first use: shipped contracts never need one. */
export const shapeJudge = (meta: Meta): Promise<ShapeJudge> => {
  const judge = made.get(meta) ?? makeJudge(meta);
  made.set(meta, judge);
  return judge;
};

const makeJudge = async (meta: Meta): Promise<ShapeJudge> => {
  const { document, vocabulary, validatorOf } = await metaParts(meta);
  const holder = holders[meta];
  const errorsBy = (name: string, value: unknown): readonly ErrorObject[] => {
    const validate = validatorOf(name);
    return validate(value) ? [] : (validate.errors ?? []);
  };
  const nameOf = (kind: Kind): string => (kind === 'openapi' ? root : (definitions[meta][kind] ?? keywords));
  const members = new Map<Kind, ReadonlySet<string>>();
  const laterWords = new Set<string>();
  propertiesIn({}, vocabulary, laterWords);
  return {
    laterWords,
    errorsOf(kind, value) {
      const name = nameOf(kind);
      const choice = chosen[name];
      if (meta === '3.1' || choice === undefined) return errorsBy(name, value);
      const word = isObject(value) ? value[choice.by] : undefined;
      const own = typeof word === 'string' && Object.hasOwn(choice.among, word) ? choice.among[word] : undefined;
      return [...errorsBy(name, value), ...(own === undefined ? [noChoice(choice, word)] : errorsBy(own, value))];
    },
    membersOf(kind) {
      const known = members.get(kind);
      if (known !== undefined) return known;
      const found = new Set<string>();
      const name = nameOf(kind);
      const whole = name === keywords ? vocabulary : name === root ? document : definitionAt(document, below(holder, name));
      propertiesIn(document, whole, found);
      for (const other of Object.values(chosen[name]?.among ?? {}))
        propertiesIn(document, definitionAt(document, below(holder, other)), found);
      members.set(kind, found);
      return found;
    },
    errorsOfKeywords: (schema) => errorsBy(keywords, schema),
  };
};
