import type { ErrorObject } from 'ajv';
import { closest, distance } from 'fastest-levenshtein';
import { below, isObject, tokensOf } from '../pointer.ts';
import type { ShapeJudge } from './meta-schema.ts';
import { type Edition, type Kind, titles } from './structure.ts';

/** A defect of one object. */
export type Complaint = {
  readonly rule: 'missing-member' | 'unknown-member' | 'wrong-value' | 'empty' | 'wrong-type' | 'default-type';
  /** Pointer below the object. */
  readonly at: string;
  readonly message: string;
  /** The member that cannot be read and is left out. */
  readonly omitted?: string;
  /** The only type that the author can have meant by an unknown type name. */
  readonly readAs?: string;
};

/** A violation of one of these does not prevent the reading of the value. */
const harmless = new Set(['uniqueItems', 'minProperties', 'maxProperties', 'propertyNames']);
/** Their errors only summarize errors that are reported for each branch. */
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

/** What the value must be, in words. */
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
      return 'must not hold the same value twice';
    default:
      return error.message ?? 'does not fit';
  }
};

/** Objects that describe a value either by a schema or by a media type. */
const described: ReadonlySet<Kind> = new Set(['parameter', 'header']);

const descriptionComplaint = (kind: Kind, value: Readonly<Record<string, unknown>>): Complaint => {
  const [hasSchema, hasContent] = [value['schema'] !== undefined, value['content'] !== undefined];
  const title = titles[kind];
  if (hasSchema && hasContent)
    return { rule: 'wrong-value', at: '', message: `this ${title} has both a schema and content, only one is allowed` };
  return hasContent
    ? {
        rule: 'wrong-value',
        at: '',
        message: `this ${title} has content, beside which style, explode, allowReserved and examples have no meaning`,
      }
    : { rule: 'missing-member', at: '', message: `this ${title} has neither schema nor content; any value fits it` };
};

const statusReading = (name: string): string =>
  /^[1-5]xx$/i.test(name) ? `it is read as ${name.toUpperCase()}` : 'so any status counts as described here';

const unknownComplaint = (kind: Kind, name: string, at: string, known: ReadonlySet<string>): Complaint => {
  const near = known.size > 0 ? closest(name, [...known]) : undefined;
  if (kind === 'responses')
    return { rule: 'unknown-member', at: below(at, name), message: `"${name}" is not a status; ${statusReading(name)}` };
  const hint = near !== undefined && distance(name.toLowerCase(), near.toLowerCase()) <= 2 ? `; did you mean "${near}"?` : '';
  const title = titles[kind];
  return { rule: 'unknown-member', at: below(at, name), message: `"${name}" is not a member of ${article(title)} ${title}${hint}` };
};

/**
 * A word of OpenAPI 3.1 in a document of 3.0 is read with its meaning in 3.1, because its author means that. A value that 3.1 does not
 * allow either cannot be read.
 */
const readAsLater = (judge: ShapeJudge, value: Readonly<Record<string, unknown>>, complaint: Complaint): Complaint => {
  const [member = ''] = tokensOf(complaint.at);
  if (!judge.laterWords.has(member)) return complaint;
  const error = judge.errorsOfKeywords({ [member]: value[member] }).flatMap((one) => wrongValue(one) ?? [])[0];
  if (error !== undefined) return complaint.omitted === undefined ? error : complaint;
  const { rule, at } = complaint;
  const is = rule === 'unknown-member' ? 'is not a word of OpenAPI 3.0' : `may not be ${shown(value[member])} in OpenAPI 3.0`;
  return { rule, at, message: `"${member}" ${is}; it is read as in 3.1` };
};

/**
 * An exclusive bound of OpenAPI 3.0 in a document of 3.1 is read with its meaning in 3.0, because its author means that: left out, it would make the bound itself count as
 * a valid value.
 */
const readAsEarlier = (value: Readonly<Record<string, unknown>>, complaint: Complaint): Complaint => {
  const { omitted, rule, at } = complaint;
  if ((omitted !== 'exclusiveMinimum' && omitted !== 'exclusiveMaximum') || typeof value[omitted] !== 'boolean') return complaint;
  return { rule, at, message: `"${omitted}" must be a number, it is ${shown(value[omitted])}; it is read as in OpenAPI 3.0` };
};

/** Whether a default has the JSON type that its schema requires (OpenAPI 3.0.4, Schema Object). */
const hasType = (value: unknown, type: unknown): boolean => {
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  return typeof value === type || !['string', 'number', 'boolean'].includes(String(type));
};

/** Type names of programming languages that can mean only one JSON type. `long` and `decimal` are often sent as text. */
const typeWords: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['array', 'boolean', 'integer', 'number', 'object', 'string'].map((type) => [type, type])),
  int: 'integer',
  float: 'number',
  double: 'number',
  bool: 'boolean',
  str: 'string',
};

/** An unknown `type` with one possible meaning is read as that: left out, it would make a text count as a valid number. */
const readAsType = (complaint: Complaint, type: unknown): Complaint => {
  if (complaint.omitted !== 'type' || typeof type !== 'string') return complaint;
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

/** Errors that rules about several objects report better: the names of components, and parameters that are in a list twice. */
const isReportedElsewhere = (kind: Kind, { keyword, schemaPath, instancePath }: ErrorObject): boolean =>
  (kind === 'components' && schemaPath.includes('propertyNames')) || (keyword === 'uniqueItems' && instancePath === '/parameters');

/** The defects of an object by the meta-schema of its version, one sentence for each member. */
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
    if (isReportedElsewhere(kind, error)) continue;
    if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') {
      const name = String(paramsOf(error)['additionalProperty'] ?? paramsOf(error)['unevaluatedProperty']);
      // The validator reports members of a branch that does not fit as unknown.
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
          message: `this ${titles[kind]} has both example and examples, only one is allowed`,
        });
    } else if (keyword === 'required') {
      const name = String(paramsOf(error)['missingProperty']);
      if (kind === 'responses') continue;
      if (kind === 'parameter' && name === 'required') {
        add(name, { rule: 'wrong-value', at: '', message: `a path parameter must have "required: true"; it is read as required` });
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
  if (kind !== 'schema') return complaints;
  return complaints.map((one) => readAsType(edition === '3.0' ? readAsLater(judge, value, one) : readAsEarlier(value, one), value['type']));
};
