import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn, saidOfTags } from '../said.ts';
import { sentencesOf } from './sentences.ts';
import { orderIn, stepByStep } from './told-orders.ts';
import { wordsOf } from './words.ts';

/** The states through which an operation takes a resource one after another, as its text tells them, and that it passes over none. */
export type StepOrder = {
  /** The states in their order. */
  readonly states: readonly string[];
  /** No move leads back. */
  readonly isForward: boolean;
  /** Everything but the next state is said to be refused, also the state that the resource has. */
  readonly isNextAlone: boolean;
  /** Other states, which the operation is said not to lead to. */
  readonly denied: readonly string[];
  /** The sentences that say so. */
  readonly sentences: readonly string[];
};

const steps = '(?:steps?|stages?|states?|status(?:es)?|phases?|levels?)';

/** Words by which no state is passed over. */
const noneSkipped = new RegExp(
  [
    String.raw`\bno ${steps} (?:can|may|must|is|will|could) (?:ever )?(?:be )?(?:skipped|left out|omitted|jumped over|passed over)\b`,
    String.raw`\b${steps} (?:cannot|can ?not|can['’]t|may not|must not|can never|are never|is never) be (?:skipped|left out|omitted|jumped over|passed over)\b`,
    String.raw`\b(?:cannot|can ?not|can['’]t|may not|must not|never|does not|do not) (?:skips?|jumps? over|leaves? out|omits?|pass(?:es)? over) (?:(?:any|a|an|one|some|of|the|single) )*${steps}\b`,
    String.raw`\bwithout (?:skipping|jumping over|leaving out|omitting|passing over) (?:(?:any|a|an|one|of|the|single) )*${steps}\b`,
    String.raw`\b(?:skipping|jumping over|leaving out) (?:(?:any|a|an|one) )*${steps} (?:is|gives|means|gets|leads to|results in|ends in) (?:(?:not|an?|always|answered|with) )*(?:refused|rejected|allowed|possible|conflict|error|4\d\d)\b`,
  ].join('|'),
  'iu',
);

/** Words by which all but the next state is refused. */
const nextAlone = new RegExp(
  [
    String.raw`\bnot (?:exactly |simply |just )?the (?:very )?(?:next|following)(?: (?:one|${steps}))?(?=\W*$|[,;.:]| (?:or|in)\b)`,
    String.raw`\bnot the (?:one|${steps}) (?:that|which) (?:follows|comes (?:right |directly )?next|comes (?:right |directly )?after)\b`,
    String.raw`\b(?:any|every|each|all) (?:\w+ )?(?:but|except|other than) the (?:very )?(?:next|following)\b`,
    String.raw`\b(?:anything|everything|nothing) (?:but|except|other than) the (?:very )?(?:next|following)\b`,
    String.raw`\bonly (?:ever )?(?:to |into )?the (?:very )?next ${steps}\b`,
  ].join('|'),
  'iu',
);

const forward =
  /\b(?:forwards?|onwards?|ahead|in (?:exactly |just )?(?:this|that|the following|the given|the listed) (?:order|sequence))\b|\b(?:never|no way|cannot|can ?not|can['’]t|not) (?:\w+ ){0,3}?back(?:wards?)?\b/iu;

/** Words by which it is so for some, mostly, or on a condition. */
const forSome =
  /\b(?:if|when|whenever|while|once|until|unless|where|recommend\w*|should|usually|normally|typical\w*|generally|mostly|for example|for instance|e\. ?g\.|such as|by default|strict|customi[sz]\w*|configur\w*|admin\w*|owners?|users?|roles?|may be|might)\b/iu;

/** Words by which a state is reached by another operation. */
const elsewhere =
  /\bnot (?:with|by|through|via|using|in) (?:this|the present) (?:one|call|operation|request|endpoint|method|action|route)\b|\b(?:cannot|can ?not|can['’]t|never|not) be (?:set|reached|chosen|named|given|requested|asked for|used) (?:here|(?:by|with|through|in) (?:this|it))\b/iu;

/** The states that a sentence names in code, or else as words. */
const namedIn = (sentence: string, states: readonly string[]): readonly string[] => {
  const coded = states.filter((one) => sentence.includes(`\`${one}\``));
  const words = ` ${wordsOf(sentence).join(' ')} `;
  return coded.length > 0 ? coded : states.filter((one) => words.includes(` ${wordsOf(one).join(' ')} `));
};

/**
 * The order in which an operation takes a resource from state to state, and passes over none: "Parcels go forward one step at a time: `packed`, `weighed`, `sent`".
 * Undefined where its text, that of its tags and some others tell none, or tell it for some, or on a condition.
 * @param others Other texts about its states: the description of the member that names one.
 */
export const stepOrderOf = (
  { document }: Pick<Contract, 'document'>,
  operation: Operation,
  states: readonly string[],
  others: readonly string[] = [],
): StepOrder | undefined => {
  const node = valueAt(document, nodeOf(operation.location));
  const said = [...saidIn(node), ...saidOfTags(document, node), ...others].flatMap(sentencesOf);
  const order = orderIn(said, states);
  if (!order) return undefined;
  const stepwise = said.filter((one) => noneSkipped.test(one) || nextAlone.test(one) || (one === order.sentence && stepByStep.test(one)));
  const refusals = operation.responses
    .filter(({ status }) => ['400', '409', '422'].includes(status))
    .flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))))
    .flatMap(sentencesOf);
  const isNextAlone = [...refusals, ...stepwise].some((one) => nextAlone.test(one));
  const sentences = [...new Set([order.sentence, ...stepwise])];
  if ((stepwise.length === 0 && !isNextAlone) || sentences.some((one) => forSome.test(one))) return undefined;
  const denied = said.filter((one) => elsewhere.test(one)).flatMap((one) => namedIn(one, states));
  return {
    states: order.states,
    isForward: isNextAlone || said.some((one) => forward.test(one) && (sentences.includes(one) || /\bback/iu.test(one))),
    isNextAlone,
    denied: [...new Set(denied)].filter((one) => !order.states.includes(one)),
    sentences,
  };
};
