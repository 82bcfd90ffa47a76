import type { ErrorObject } from 'ajv';
import { closest, distance } from 'fastest-levenshtein';
import { below, isObject, tokensOf } from '../pointer.ts';
import type { ShapeJudge } from './meta-schema.ts';
import { type Edition, type Kind, titles } from './structure.ts';

/** What is wrong with one object by itself. */
export type Complaint = {
  readonly rule: 'missing-member' | 'unknown-member' | 'wrong-value' | 'empty' | 'wrong-type' | 'default-type';
  /** Pointer below the object. */
  readonly at: string;
  readonly message: string;
  /** Member that cannot be read as it is, and is left out. */
  readonly omitted?: string;
  /** The only type that the author can have meant by a word that is no type. */
  readonly readAs?: string;
};

/** Breaches of these say nothing about how the rest of the value reads. */
const harmless = new Set(['uniqueItems', 'minProperties', 'maxProperties', 'propertyNames']);
/** These only say that one of several did not fit, and stand beside the errors of each. */
const composite = new Set(['oneOf', 'anyOf', 'allOf', 'not', 'if']);

const article = (title: string): string => (/^[AEIO]/.test(title) ? 'an' : 'a');

export const typeOf = (value: unknown): string => {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return { string: 'a text', number: 'a number', boolean: 'true or false' }[typeof value as 'string' | 'number' | 'boolean'] ?? 'nothing';
};

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
};

const paramsOf = ({ params }: ErrorObject): Readonly<Record<string, unknown>> => (isObject(params) ? params : {});

const typeNames: Readonly<Record<string, string>> = { array: 'a list', object: 'an object', string: 'a text', boolean: 'true or false' };

/** What a value ought to be. */
const expectation = (error: ErrorObject): string => {
  const params = paramsOf(error);
  switch (error.keyword) {
    case 'type': {
      const types = Array.isArray(params['type']) ? params['type'] : [params['type']];
      return `must be ${types.map((type) => typeNames[String(type)] ?? `a ${String(type)}`).join(' or ')}`;
    }
    case 'enum':
      return `must be one of ${(Array.isArray(params['allowedValues']) ? params['allowedValues'] : []).map(String).join(', ')}`;
    case 'const':
      return `must be ${shown(params['allowedValue'])}`;
    case 'pattern':
      return `must match ${String(params['pattern'])}`;
    case 'minItems':
    case 'minProperties':
      return 'must not be empty';
    case 'uniqueItems':
      return 'must not hold the same thing twice';
    default:
      return error.message ?? 'does not fit';
  }
};

/** Objects that describe a value by a schema, or by a media type, never by both. */
const described: ReadonlySet<Kind> = new Set(['parameter', 'header']);

const descriptionComplaint = (kind: Kind, value: Readonly<Record<string, unknown>>): Complaint => {
  const [hasSchema, hasContent] = [value['schema'] !== undefined, value['content'] !== undefined];
  const title = titles[kind];
  if (hasSchema && hasContent)
    return { rule: 'wrong-value', at: '', message: `this ${title} has a schema and content, of which only one may be there` };
  return hasContent
    ? {
        rule: 'wrong-value',
        at: '',
        message: `this ${title} has content, beside which style, explode, allowReserved and examples mean nothing`,
      }
    : { rule: 'missing-member', at: '', message: `this ${title} has neither schema nor content; any value fits it` };
};

const statusReading = (name: string): string =>
  /^[1-5]xx$/i.test(name) ? `it is read as ${name.toUpperCase()}` : 'so any status counts as described here';

const unknownComplaint = (kind: Kind, name: string, at: string, known: ReadonlySet<string>): Complaint => {
  const near = known.size > 0 ? closest(name, [...known]) : undefined;
  if (kind === 'responses')
    return { rule: 'unknown-member', at: below(at, name), message: `"${name}" is no status; ${statusReading(name)}` };
  const hint = near !== undefined && distance(name.toLowerCase(), near.toLowerCase()) <= 2 ? `; did you mean "${near}"?` : '';
  const title = titles[kind];
  return { rule: 'unknown-member', at: below(at, name), message: `"${name}" is no member of ${article(title)} ${title}${hint}` };
};

/**
 * OpenAPI 3.1 knows words, and forms of them, that 3.0 does not; an author who writes one means what it means there. What is
 * wrong there too cannot be read.
 */
const readAsLater = (judge: ShapeJudge, value: Readonly<Record<string, unknown>>, complaint: Complaint): Complaint => {
  const [member = ''] = tokensOf(complaint.at);
  if (!judge.laterWords.has(member)) return complaint;
  const error = judge.errorsOfKeywords({ [member]: value[member] }).flatMap((one) => wrongValue(one) ?? [])[0];
  if (error !== undefined) return complaint.omitted === undefined ? error : complaint;
  const { rule, at } = complaint;
  const is = rule === 'unknown-member' ? 'is no word of OpenAPI 3.0' : `may not be ${shown(value[member])} in OpenAPI 3.0`;
  return { rule, at, message: `"${member}" ${is}; it is read as 3.1 has it` };
};

/** JSON types of a value, of which a default or an example has to have one (OpenAPI 3.0.4, Schema Object). */
const hasType = (value: unknown, type: unknown): boolean => {
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  return typeof value === type || !['string', 'number', 'boolean'].includes(String(type));
};

/** Words of programming languages for a type, where no other type of JSON can be meant. `long` and `decimal` often travel as text. */
const typeWords: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['array', 'boolean', 'integer', 'number', 'object', 'string'].map((type) => [type, type])),
  int: 'integer',
  float: 'number',
  double: 'number',
  bool: 'boolean',
  str: 'string',
};

/** A wrong `type` that has one meaning is read so: without it, a text would count as a valid number. */
const readAsType = (kind: Kind, complaint: Complaint, type: unknown): Complaint => {
  if (kind !== 'schema' || complaint.omitted !== 'type' || typeof type !== 'string') return complaint;
  const readAs = Object.hasOwn(typeWords, type.toLowerCase()) ? typeWords[type.toLowerCase()] : undefined;
  if (readAs === undefined) return complaint;
  const { rule, at, message } = complaint;
  return { rule, at, message: `${message}; it is read as "${readAs}"`, readAs };
};

const defaultComplaint = (kind: Kind, value: Readonly<Record<string, unknown>>): Complaint[] => {
  const { type, default: usual } = value;
  if (kind !== 'schema' || usual === undefined || usual === null || typeof type !== 'string' || hasType(usual, type)) return [];
  return [{ rule: 'default-type', at: '/default', message: `"default" is ${shown(usual)}, which is not of the type ${type}` }];
};

const wrongValue = (error: ErrorObject): Complaint | undefined => {
  const [member] = tokensOf(error.instancePath);
  if (member === undefined || composite.has(error.keyword)) return undefined;
  const message = `"${tokensOf(error.instancePath).join('.')}" ${expectation(error)}, it is ${shown(error.data)}`;
  return { rule: 'wrong-value', at: error.instancePath, message, ...(harmless.has(error.keyword) ? {} : { omitted: member }) };
};

/** Rules about several objects say these better: the names of components, and parameters that stand in a list twice. */
const isToldElsewhere = (kind: Kind, { keyword, schemaPath, instancePath }: ErrorObject): boolean =>
  (kind === 'components' && schemaPath.includes('propertyNames')) || (keyword === 'uniqueItems' && instancePath === '/parameters');

/** What is wrong with an object, one sentence a member, by the meta-schema of its version. */
export const complaintsOf = (judge: ShapeJudge, edition: Edition, kind: Kind, value: unknown): readonly Complaint[] => {
  if (kind === 'schema' && typeof value === 'boolean') return [];
  if (!isObject(value)) {
    const title = titles[kind];
    return [{ rule: 'wrong-type', at: '', message: `${article(title)} ${title} is expected here, this is ${typeOf(value)}` }];
  }
  return [...shapeComplaints(judge, edition, kind, value), ...defaultComplaint(kind, value)];
};

const shapeComplaints = (
  judge: ShapeJudge,
  edition: Edition,
  kind: Kind,
  value: Readonly<Record<string, unknown>>,
): readonly Complaint[] => {
  const errors = judge.errorsOf(kind, value);
  if (errors.length === 0) return [];
  const known = judge.membersOf(kind);
  const found = new Map<string, Complaint>();
  const add = (key: string, complaint: Complaint): void => {
    if (!found.has(key)) found.set(key, complaint);
  };
  const isUndescribed =
    described.has(kind) && errors.some(({ keyword, instancePath }) => instancePath === '' && (keyword === 'oneOf' || keyword === 'not'));
  if (isUndescribed) add('description', descriptionComplaint(kind, value));
  for (const error of errors) {
    const { keyword, instancePath, schemaPath } = error;
    if (isToldElsewhere(kind, error)) continue;
    if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') {
      const name = String(paramsOf(error)['additionalProperty'] ?? paramsOf(error)['unevaluatedProperty']);
      // Members of a branch that does not fit count as unknown, although they are not.
      if (instancePath === '' && known.has(name)) continue;
      add(`${instancePath} ${name}`, unknownComplaint(kind, name, instancePath, instancePath === '' ? known : new Set()));
    } else if (/(oneOf|anyOf)\/\d|SchemaXORContent/.test(schemaPath) || composite.has(keyword)) {
      const [member] = tokensOf(instancePath);
      if (member !== undefined) {
        const message = `"${member}" does not fit ${article(titles[kind])} ${titles[kind]}, it is ${shown(value[member])}`;
        add(member, { rule: 'wrong-value', at: below('', member), message, omitted: member });
      } else if (keyword === 'not' && !isUndescribed)
        add('not', {
          rule: 'wrong-value',
          at: '',
          message: `example and examples stand in this ${titles[kind]}, of which only one may be there`,
        });
    } else if (keyword === 'required') {
      const name = String(paramsOf(error)['missingProperty']);
      if (kind === 'responses') continue;
      if (kind === 'parameter' && name === 'required') {
        add(name, { rule: 'wrong-value', at: '', message: `a path parameter must say "required: true"; it is taken as required` });
        continue;
      }
      const where = instancePath === '' ? `this ${titles[kind]}` : `"${tokensOf(instancePath).join('.')}"`;
      add(`${instancePath} ${name}`, { rule: 'missing-member', at: instancePath, message: `${where} lacks "${name}"` });
    } else if (instancePath === '') add('', { rule: 'empty', at: '', message: `this ${titles[kind]} ${expectation(error)}` });
    else {
      const complaint = wrongValue(error);
      const [member = ''] = tokensOf(instancePath);
      if (complaint !== undefined) add(member, complaint);
    }
  }
  const complaints = [...found.values()];
  return complaints.map((one) =>
    readAsType(kind, kind === 'schema' && edition === '3.0' ? readAsLater(judge, value, one) : one, value['type']),
  );
};
