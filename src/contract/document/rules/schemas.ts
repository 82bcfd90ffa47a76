import { readPattern } from '../../pattern/pattern.ts';
import { below, isObject, referenceTarget, tokensOf, valueAt } from '../../pointer.ts';
import type { Defect } from '../judge-document.ts';
import { spotAt, walk } from '../walk.ts';
import { note, type Rule } from './rule.ts';

type Schema = Readonly<Record<string, unknown>>;

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** Pairs of keywords of which the first must not be above the second (JSON Schema 2020-12 Validation, section 6). */
const ranges = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
  ['minContains', 'maxContains'],
] as const;

/** Why no value, or no value of the type that is meant, can be valid: the keyword, and the reason. */
const contradictions = (schema: Schema): readonly (readonly [keyword: string, why: string])[] => {
  const found: (readonly [string, string])[] = [];
  for (const [least, most] of ranges) {
    const [low, high] = [numberOf(schema[least]), numberOf(schema[most])];
    if (low !== undefined && high !== undefined && low > high) found.push([least, `"${least}" is ${low}, and "${most}" is ${high}`]);
  }
  if (Array.isArray(schema['enum']) && schema['enum'].length === 0) found.push(['enum', '"enum" is empty']);
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const isClosed = schema['additionalProperties'] === false && schema['patternProperties'] === undefined;
  for (const name of Array.isArray(schema['required']) ? schema['required'] : []) {
    if (typeof name !== 'string') continue;
    if (Object.hasOwn(properties, name) ? properties[name] === false : isClosed)
      found.push(['required', `the member "${name}" is required, and forbidden`]);
  }
  return found;
};

/** Most schemas that may follow one another at one value: those who read them go down as deep. */
const longestWay = 1000;

/** Schemas that apply to the same value as the one that holds them. */
const inPlace = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'] as const;

const samePlace = (document: unknown, pointer: string): string[] => {
  const schema = valueAt(document, pointer);
  if (!isObject(schema)) return [];
  const { $ref } = schema;
  const near = inPlace.flatMap((word) => {
    const value = schema[word];
    const at = below(pointer, word);
    return Array.isArray(value) ? value.map((_, n) => below(at, n)) : isObject(value) ? [at] : [];
  });
  return typeof $ref === 'string' && $ref.startsWith('#') ? [referenceTarget($ref), ...near] : near;
};

/**
 * Schemas that can be read but say nothing that can be judged: a pattern that is no regular expression, keywords that exclude each other, and
 * a schema that leads back to itself at the same value (JSON Schema 2020-12 Core, section 9.4.1).
 */
export const schemas: Rule = ({ document, edition }) => {
  const found: Defect[] = [];
  /** How many schemas follow one another at one value from a schema on, where every such way ends. */
  const lengths = new Map<string, number>();
  let isTooLong = false;

  const isEndless = (start: string): boolean => {
    type Step = { readonly pointer: string; readonly rest: string[]; length: number };
    const open: Step[] = [{ pointer: start, rest: samePlace(document, start), length: 1 }];
    const onTheWay = new Set([start]);
    for (let here = open.at(-1); here !== undefined; here = open.at(-1)) {
      const next = here.rest.pop();
      if (next === undefined) {
        lengths.set(here.pointer, here.length);
        onTheWay.delete(here.pointer);
        open.pop();
        const around = open.at(-1);
        if (around !== undefined) around.length = Math.max(around.length, here.length + 1);
        continue;
      }
      if (onTheWay.has(next)) return next === start;
      const known = lengths.get(next);
      if (known !== undefined) here.length = Math.max(here.length, known + 1);
      else {
        onTheWay.add(next);
        open.push({ pointer: next, rest: samePlace(document, next), length: 1 });
      }
    }
    return false;
  };

  const judgeWay = (pointer: string): void => {
    if (isEndless(pointer))
      found.push(note('endless-schema', pointer, 'it leads back to itself without going deeper into the value; nothing is judged by it'));
    else if (!isTooLong && (lengths.get(pointer) ?? 0) > longestWay) {
      isTooLong = true;
      const message = `from here more than ${longestWay} schemas follow one another at one value, by allOf and the like; join some of them`;
      found.push(note('long-schema', pointer, message));
    }
  };

  const judgePattern = (source: unknown, pointer: string): void => {
    if (typeof source !== 'string') return;
    const pattern = readPattern(source);
    if (pattern.kind === 'unread') found.push(note('unread-pattern', pointer, `${pattern.reason}; nothing is judged by it`));
  };

  walk(spotAt('openapi', document, '#'), edition, ({ kind, value, pointer }) => {
    if (kind !== 'schema' || !isObject(value)) return value;
    judgePattern(value['pattern'], below(pointer, 'pattern'));
    if (isObject(value['patternProperties']))
      for (const source of Object.keys(value['patternProperties'])) judgePattern(source, below(pointer, 'patternProperties', source));
    for (const [keyword, why] of contradictions(value))
      found.push(note('impossible-schema', below(pointer, keyword), `no value fits: ${why}; correct one of them`));
    if (tokensOf(pointer).length < 4) judgeWay(pointer);
    return value;
  });
  return found;
};
