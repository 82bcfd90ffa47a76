import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { endsInParameter, beginsWith, pathAbove, isSamePath, parametersIn } from '../../contract/infer/path-template.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { membersOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { isIn, type Trait, traitsIn } from './counted-traits.ts';
import type { Resource } from './shown-resource.ts';

/** In which states others see a resource, by the words of a document: in none of the closed ones, in the open ones, and in the rest where only closed ones are named. */
export type InSight = { readonly read: Operation; readonly closed: readonly Trait[]; readonly open: readonly Trait[] };

/** Words by which a sentence is about who sees something. */
const seeing =
  /\b(?:visib\w+|invisible|shown|seen|sees?|readable|reads?(?!-)|viewed|views?|accessible|hidden|private|public(?:ly)?|404|as if (?:it|they) did not exist)\b/iu;

const makers = String.raw`(?:authors?|creators?|owners?|makers?|writers?|uploaders?|(?:those|whoever|the one|the users?|the accounts?) (?:who|that) (?:made|created|wrote|owns?|own))`;
const others = String.raw`(?:others?\b|(?:any|every|some)(?:one|body) else|(?:nobody|no ?one) else|strangers?|visitors?)`;

/** "Only to their author", "to the owner alone", "hidden from others", "404 for other users", "private". */
const closing: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:only|alone|just)\b[^.;]*\b${makers}|\b${makers}\b[^.;]*\b(?:only|alone)\b`, 'iu'),
  new RegExp(
    String.raw`\b(?:not|never|cannot|hidden|invisible|404)\b[^.;]*\b${others}|\b${others}[^.;]*\b(?:not|never|cannot|404)\b`,
    'iu',
  ),
  /\b(?:nobody|no ?one) else\b|\bprivate\b/iu,
];

/** "For everybody", "to all users", "others see only published ones". */
const opening = new RegExp(
  String.raw`\b(?:every|any)(?:one|body)\b|\b(?:all|every|any|each) (?:\p{L}+ )?(?:accounts?|users?|members?|callers?|customers?|clients?|tenants?|readers?)\b|\bpublic(?:ly)?\b|\b${others}`,
  'iu',
);

const clausesIn = (sentence: string): readonly string[] =>
  sentence.split(/[;:]\s|,\s(?!(?:and |or )?\p{L}+ (?:and|or)\b)| (?:but|while|whereas)\s/iu);

const namedIn = (clause: string, traits: readonly Trait[], isNegated: boolean): readonly Trait[] => {
  const words = new Set(wordsOf(clause).flatMap((word) => [word, singular(word)]));
  return traits.filter(({ state }) => {
    const [one = '', ...more] = state.split('_');
    if (isNegated)
      return more.length === 0 && (words.has(`un${one}`) || new RegExp(String.raw`\b(?:not|never)(?: yet)? ${one}\b`, 'iu').test(clause));
    return [one, ...more].every((word) => words.has(word)) && !new RegExp(String.raw`\b(?:not|never)(?: yet)? ${one}\b`, 'iu').test(clause);
  });
};

/** Texts that are about the resources at a path: of its operations, those of its list, and the sentences of the introduction with their noun or a state in the plural. */
const textsAbout = ({ document, operations }: Contract, { path }: Operation): readonly string[] => {
  const nouns = new Set(nounWordsOf(pathAbove(path)).map((word) => singular(word)));
  const own = operations
    .filter((one) => isSamePath(one.path, path) || isSamePath(one.path, pathAbove(path)))
    .flatMap((one) => saidIn(valueAt(document, nodeOf(one.location))));
  const sections = Array.isArray(document['tags']) ? document['tags'] : [];
  const general = [document['info'], ...(sections as readonly unknown[])].flatMap(saidIn).flatMap(sentencesOf);
  return [...own.flatMap(sentencesOf), ...general.filter((one) => wordsOf(one).some((word) => nouns.has(singular(word))))];
};

/** The states of what a read shows, each by one value: a moment stays when a state is over. */
const statesAt = (contract: Contract, read: Operation): readonly Trait[] =>
  read.responses
    .filter(({ status }) => status.startsWith('2'))
    .flatMap(({ content }) => content.flatMap(({ schema }) => [schema, ...membersOf(contract.document, schema).values()]))
    .flatMap((schema) => traitsIn(contract, schema))
    .filter(({ value }) => value !== undefined);

/** In which states others see what a read shows; undefined where the document does not say. */
export const inSightAt = (contract: Contract, read: Operation): InSight | undefined => {
  const traits = statesAt(contract, read);
  if (traits.length === 0) return undefined;
  const clauses = textsAbout(contract, read)
    .filter((sentence) => seeing.test(sentence))
    .flatMap(clausesIn);
  const isClosing = (clause: string): boolean => closing.some((form) => form.test(clause));
  const isOpening = (clause: string): boolean => !isClosing(clause) && opening.test(clause);
  const named = (clause: string): readonly Trait[] => namedIn(clause, traits, false);
  // "Unpublished posts are private" leaves the published ones to all.
  const denied = (clause: string): readonly Trait[] => namedIn(clause, traits, true);
  const closed = clauses.filter(isClosing).flatMap(named);
  const open = [...clauses.filter(isOpening).flatMap(named), ...clauses.filter(isClosing).flatMap(denied)];
  return closed.length + open.length === 0 ? undefined : { read, closed, open };
};

/** The reads of what the path of an operation names, the operation itself among them, where the document says in which states others see that. */
export const inSightAlong = (contract: Contract, operation: Operation): readonly InSight[] =>
  contract.operations
    .filter((one) => one.method === 'GET' && one.effect === 'safe' && endsInParameter(one.path) && beginsWith(operation.path, one.path))
    .filter((one) => parametersIn(one.path).length > 0)
    .flatMap((one) => inSightAt(contract, one) ?? []);

/** May others see a resource in the state that a read shows. */
export const isInSight = ({ closed, open }: InSight, body: unknown): boolean =>
  [body, ...(isObject(body) ? Object.values(body) : [])].filter(isObject).some((shown: Resource) => {
    const isKnown = [...closed, ...open].some(({ member }) => Object.hasOwn(shown, member));
    return isKnown && (open.some((one) => isIn(one, shown)) || (closed.length > 0 && !closed.some((one) => isIn(one, shown))));
  });
