import { type AnyInferred, inferredNamed, isLinkBeside, itemOf } from '../../contract/infer/covering.ts';
import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { beginsWith, isSamePath, parametersIn, pathAbove } from '../../contract/infer/path-template.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { descriptionsIn, isType } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';

/** Where a request names a resource: in its path, or in a member of its body. */
export type NamedIn = { readonly kind: 'path' } | { readonly kind: 'member'; readonly member: BodyMember };

/** An operation that names a resource, and one that is created below it, of which a sentence says that the second has to be of the first: "The cabin must belong to the ship". */
export type ToldBeside = Subject & {
  readonly operation: Operation;
  readonly parent: { readonly resourceType: AnyInferred; readonly in: NamedIn };
  readonly child: { readonly resourceType: AnyInferred; readonly in: NamedIn };
  readonly sentence: string;
};

const refusals: ReadonlySet<string> = new Set(['400', '403', '404', '409', '422', '4XX']);

const inWords = (text: string): string => ` ${wordsOf(text).join(' ')} `;

const obliging = '(?:must|has to|have to|needs? to)';
const being = '(?:belong to|be (?:(?:one|a|an|part) (?:[a-z]+ ){0,3})?(?:of|in|from|on|within)|come from|lie (?:in|on|below))';
const same = '(?:this|the same|that same|that|the|its)';

/** "Must belong to the ship", behind what it is said of. */
const demand = (parent: string): string => `${obliging} ${being} ${same} ${parent} `;

/** Sentences by which a child has to be of the parent; the noun of the parent in words, and the words for the child. */
const demands = (parent: string, children: readonly string[]): readonly RegExp[] => [
  // "The cabin must belong to the ship", "the cabin, if given, must be on the ship", "it has to be one of this ship".
  new RegExp(` (?:${[...children, 'it'].join('|')}) (?:[a-z]+ ){0,3}?${demand(parent)}`, 'u'),
  // "A cabin of another ship gets 404".
  new RegExp(
    ` (?:${children.join('|')}) (?:of|from|in|on|below) (?:another|a different|some other) ${parent} (?:[a-z]+ ){0,5}?(?:40[0349]|422|refused|rejected|not found|unknown) `,
    'u',
  ),
  // "404 if the cabin is not one of this ship".
  new RegExp(
    ` (?:40[0349]|422) (?:[a-z]+ ){0,3}?(?:${[...children, 'it'].join('|')}) (?:is not|does not|isn t|doesn t) (?:belong |one |part )?(?:of|to|in|from|on) ${same} ${parent} `,
    'u',
  ),
  // "Only cabins of the same ship can be added, otherwise 422".
  new RegExp(
    ` only (?:[a-z]+ ){0,2}?(?:${children.join('|')}) (?:of|from|in|on) (?:this|the same|that) ${parent} (?:[a-z0-9]+ )*(?:40[0349]|422) `,
    'u',
  ),
];

/** Words by which another one may be named all the same, by some or at times. */
const loosens = / (?:unless|except|may be|might|could|should|usually|normally|not (?:be )?(?:refused|rejected|checked)|ignored) /u;

/** "For night cruises, …": only there. */
const isLed = /^ (?:in|on|at|with|without|under|for|within|during|outside|if|when|where) /u;

/** The sentence that says so; the description of the member that names the child may begin with what that has to be. */
const sentenceOf = (contract: Contract, operation: Operation, parent: AnyInferred, child: AnyInferred, by: NamedIn): string | undefined => {
  const { document } = contract;
  const [above, own] = [parent, child].map(({ name }) => nounWordsOf(name).at(-1) ?? '');
  if (above === undefined || above === '' || own === undefined || own === '' || above === own) return undefined;
  const forms = demands(above, [own, `${own}s`, ...(by.kind === 'member' ? [wordsOf(by.member.name).join(' ')] : [])]);
  const bare = new RegExp(`^ ${demand(above)}`, 'u');
  const shared = operation.responses.filter(({ status, location }) => refusals.has(status) && nodeOf(location).startsWith('#/paths/'));
  const texts = [
    ...[operation, ...shared]
      .flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))))
      .map((text) => ({ text, isOwn: false })),
    ...(by.kind === 'member' ? descriptionsIn(document, by.member.schema).map((text) => ({ text, isOwn: true })) : []),
  ];
  const found = texts
    .flatMap(({ text, isOwn }) => sentencesOf(text).map((sentence) => ({ sentence, isOwn })))
    .find(({ sentence, isOwn }) => {
      const words = inWords(sentence);
      const isTold = forms.some((one) => one.test(words)) || (isOwn && bare.test(words));
      return isTold && !loosens.test(words) && !isLed.test(words) && !holdsForSome(sentence);
    });
  return found?.sentence;
};

/** The type of what a resource is created right below. */
const aboveOf = ({ inferredResourceTypes, lastingResourceTypes }: Contract, { create }: AnyInferred): AnyInferred | undefined => {
  const path = pathAbove(create.path);
  const isMeant = (one: AnyInferred): boolean => create.method === 'POST' && isSamePath(itemOf(one).path, path);
  return [...inferredResourceTypes, ...lastingResourceTypes].find(isMeant);
};

type Named = Pick<ToldBeside, 'parent' | 'child'>;

/** What the path of a PUT links, where that is created below the same resource. */
const linkedIn = (contract: Contract, operation: Operation): readonly Named[] =>
  contract.inferredResourceTypes
    .filter((one) => one.create.key === operation.key && isLinkBeside(one))
    .flatMap((one): readonly Named[] => {
      const child = one.linked === undefined ? undefined : inferredNamed(contract, one.linked);
      const above = child && aboveOf(contract, child);
      const isWhole = above && parametersIn(operation.path).length === parametersIn(itemOf(above).path).length + 1;
      if (!child || !above || !isWhole) return [];
      return [{ parent: { resourceType: above, in: { kind: 'path' } }, child: { resourceType: child, in: { kind: 'path' } } }];
    });

/** What the members of a body name, where that is created below what the path or another member names. */
const namedIn = (contract: Contract, operation: Operation): readonly Named[] => {
  const single = bodyMembers(contract, operation).filter(({ schema }) => !isType(contract.document, schema, 'array'));
  const all = single.flatMap((member) => {
    const reference = referenceAt(contract, operation, [member.name]);
    return reference?.resourceType && reference.inside === undefined ? [{ member, resourceType: reference.resourceType }] : [];
  });
  return all.flatMap(({ member, resourceType }): readonly Named[] => {
    const above = aboveOf(contract, resourceType);
    if (!above) return [];
    const child = { resourceType, in: { kind: 'member', member } } as const;
    const wanted = parametersIn(itemOf(above).path).length;
    if (beginsWith(operation.path, itemOf(above).path))
      return parametersIn(operation.path).length === wanted ? [{ parent: { resourceType: above, in: { kind: 'path' } }, child }] : [];
    const [other, ...others] = all.filter((one) => one.resourceType === above);
    const isBeside = other && others.length === 0 && wanted === 1 && parametersIn(operation.path).length === 0;
    return isBeside ? [{ parent: { resourceType: above, in: { kind: 'member', member: other.member } }, child }] : [];
  });
};

/** Every such operation of a contract that is held to the standard requirements. */
export const toldBeside = (contract: Contract): readonly ToldBeside[] =>
  contract.standard.size === 0
    ? []
    : contract.operations.flatMap((operation): readonly ToldBeside[] => {
        const { method, effect, unsupported, issues, inferred, responses, location } = operation;
        const isMeant =
          ['POST', 'PUT'].includes(method) &&
          effect !== 'safe' &&
          unsupported === undefined &&
          issues !== true &&
          inferred?.reaches === undefined &&
          responses.some(({ status }) => refusals.has(status));
        const all = isMeant ? [...linkedIn(contract, operation), ...namedIn(contract, operation)] : [];
        const told = all.flatMap(({ parent, child }): readonly ToldBeside[] => {
          const sentence = sentenceOf(contract, operation, parent.resourceType, child.resourceType, child.in);
          return sentence === undefined ? [] : [at(location, { operation, parent, child, sentence })];
        });
        return told.slice(0, 1);
      });
