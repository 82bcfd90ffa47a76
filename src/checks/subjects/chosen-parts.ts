import { answerSchema, describedLists } from '../../contract/infer/conventions/collection.ts';
import { descriptionOf, inWords, isOnly, keywordOf, optionalQuery, textOf } from '../../contract/infer/conventions/paging-members.ts';
import { itemsOf, isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation, Parameter, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';

/** A parameter of a read that chooses what each resource in the answer shows. */
export type PartsChosen = Subject & {
  readonly operation: Operation;
  readonly parameter: Parameter;
  /** It adds members that are not shown without it, or it leaves out all others. */
  readonly kind: 'adds' | 'picks';
  /** What is asked for: a name each time, or for `picks` two at once. */
  readonly asked: readonly { readonly value: string; readonly members: readonly string[] }[];
  /** Of the added ones those that the document says are not there unless they are asked for. */
  readonly otherwiseAbsent: ReadonlySet<string>;
  /** The document says that an unknown name is refused. */
  readonly refusesUnknown: boolean;
  /** The answer is a list of resources. */
  readonly isList: boolean;
};

const adding: ReadonlySet<string> = new Set(['include', 'includes', 'expand', 'embed', 'with', 'expansions', 'include fields', 'extend']);
/** Names of query parameters that choose the members of an answer. */
export const picking: ReadonlySet<string> = new Set(['fields', 'field', 'select', 'only', 'attributes']);

const isOnlyAsked =
  /\bonly (?:with|if|when|where)\b|\b(?:none|not|absent|omitted|left out|missing|no such member) (?:\w+ )?(?:otherwise|by default|without (?:it|this)|unless)\b|\bunless (?:it is )?(?:asked|requested)|\b(?:otherwise|without (?:it|this)|by default)[^.;]*\b(?:absent|omitted|left out|missing|only (?:the|its|their) ids?)\b|\bpresent (?:only )?(?:with|if|when)\b|\bhas none otherwise\b/iu;
const isPick =
  /\bonly (?:these|those|the (?:named|listed|given|asked))\b|\blimit|\brestrict|\bsubset|\bcomma|\bthe fields to (?:return|show|give)|\bfields? to (?:return|show|include)/iu;
const isRefusal = /\b(?:unknown|unsupported|invalid|any other|undescribed|other)\b[^.;]*\b(?:400|422|refused|rejected|an error)\b/iu;
const isOtherwise = /deprecat|ignor|\brelation(?:ship)?s? of\b|\bdots?\b|\bnested\b/iu;

/** The schema of one resource in the answer of a read, and whether it stands in a list. */
const resourceOf = (contract: Contract, operation: Operation): { readonly schema: Schema; readonly isList: boolean } | undefined => {
  const { document } = contract;
  const [list] = describedLists({ document, operations: [operation] });
  if (list !== undefined) return { schema: list.item, isList: true };
  const body = answerSchema(operation);
  return body === undefined || isType(document, body, 'array') ? undefined : { schema: body, isList: false };
};

/** The names that a parameter takes: those that it lists, else those that its description prints. */
const namesOf = (document: Contract['document'], parameter: Parameter): readonly string[] => {
  const listed = keywordOf(document, parameter.schema, 'enum') ?? keywordOf(document, itemsOf(document, parameter.schema), 'enum');
  if (Array.isArray(listed)) return listed.filter((one): one is string => typeof one === 'string');
  return [...textOf(document, parameter).matchAll(/`([A-Za-z]\w*)`/gu)]
    .map(([, name = '']) => name)
    .filter((name) => name !== parameter.name);
};

/** Takes a parameter several names with commas between them, in one text. */
const takesCommas = (document: Contract['document'], parameter: Parameter): boolean => {
  const node = valueAt(document, nodeOf(parameter.location));
  const isList = isType(document, parameter.schema, 'array');
  return isList ? isObject(node) && node['explode'] === false : /\bcomma/iu.test(textOf(document, parameter));
};

/** What of an operation's answers says how a wrong name is answered. */
const refusalText = ({ document }: Contract, { responses }: Operation): string =>
  responses
    .filter(({ status }) => status === '400' || status === '422')
    .map(({ location }) => valueAt(document, nodeOf(location)))
    .flatMap((node) => (isObject(node) && typeof node['description'] === 'string' ? [node['description']] : []))
    .filter((text) => /\b(?:include|expand|embed|field|select)/iu.test(text))
    .join(' ');

/** The parameters of a contract that is held to the standard requirements by which a read shows more of each resource, or only what is named. */
export const chosenParts = (contract: Contract): readonly PartsChosen[] => {
  if (contract.standard.size === 0) return [];
  const { document } = contract;
  return contract.operations.flatMap((operation): readonly PartsChosen[] => {
    const resource = operation.method === 'GET' ? resourceOf(contract, operation) : undefined;
    if (!resource) return [];
    const members = membersOf(document, resource.schema);
    const required = new Set(
      partsOf(document, resource.schema).flatMap((part) =>
        Array.isArray(part['required']) ? (part['required'] as readonly unknown[]) : [],
      ),
    );
    return optionalQuery(document, operation).flatMap((parameter): readonly PartsChosen[] => {
      const words = inWords(parameter.name);
      const text = textOf(document, parameter);
      const isText = isOnly(document, parameter.schema, 'string') || isType(document, parameter.schema, 'array');
      if (!isText || isOtherwise.test(text) || keywordOf(document, parameter.schema, 'default') !== undefined) return [];
      const refusesUnknown = isRefusal.test(`${text} ${refusalText(contract, operation)}`);
      const shared = { operation, parameter, refusesUnknown, isList: resource.isList };
      const names = namesOf(document, parameter);
      if (adding.has(words)) {
        const added = names.filter((name) => {
          const schema = members.get(name);
          return schema !== undefined && !required.has(name) && (membersOf(document, schema).size > 0 || isType(document, schema, 'array'));
        });
        const otherwiseAbsent = new Set(added.filter((name) => isOnlyAsked.test(`${text} ${descriptionOf(document, members.get(name))}`)));
        const asked = added.map((name) => ({ value: name, members: [name] }));
        return asked.length === 0 ? [] : [at(parameter.location, { ...shared, kind: 'adds' as const, asked, otherwiseAbsent })];
      }
      if (!picking.has(words) || !isPick.test(text) || !takesCommas(document, parameter)) return [];
      const known = [...members.keys()].filter((name) => required.has(name) && name !== 'id' && (names.length < 2 || names.includes(name)));
      const two = known.slice(0, 2);
      const asked = two.length === 2 && members.size > two.length + 1 ? [{ value: two.join(','), members: two }] : [];
      return asked.length === 0
        ? []
        : [at(parameter.location, { ...shared, kind: 'picks' as const, asked, otherwiseAbsent: new Set<string>() })];
    });
  });
};
