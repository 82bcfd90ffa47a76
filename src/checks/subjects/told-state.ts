import { actionItemsIn } from '../../contract/infer/action-items.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { gerundsOf, verbOf } from './action-words.ts';
import { clausesOf, inWords, type State } from './state-mentions.ts';

/** The end of a clause with another result on a condition: "or `paid` at once if its total is 0". */
const otherwiseResult = /,? or [\w` -]+? (?:if|when|where|unless|once)\b.*$/iu;

/** Words by which a clause says what may happen, or does on a condition. */
const conditional =
  / (?:not|never|if|when|unless|may|might|can|could|or|either|whether|depending|once|later|eventually|until|as long as|with the (?:last|final)|at (?:\d+|zero|the end)|no|nobody|nothing|without|instead of|usually|normally|typically|mostly|often|sometimes|rarely|prevents?|avoids?|asks?|requests? (?:that|to)|proposes?|suggests?|only after|within|soon|shortly) /u;

/** Words by which a clause says that one of several calls does it: "with the payment that brings the balance to zero the bill becomes `paid`". */
const byOneOfSeveral =
  / (?:with|by|on|upon|after|through|at) (?:the|that|an?|one|any) (?:\w+ )?\w+ (?:that|which|by which|with which|when) /u;

/** A bound in time of when a call is possible: "From `booked` to `active`, not before `startsOn`". What the call leads to where it is accepted does not depend on it. */
const boundInTime =
  /(?<=[\w`)]),? (?:and |but )?(?:(?:not|never) (?:before|until|after|(?:earlier|sooner|later) than)|no (?:earlier|sooner|later) than) [\w` -]+/giu;

/** Words before a state that say what becomes of something. */
const becoming =
  '(?:becomes?|(?:state|status) (?:\\w+ )?to|marks? (?:\\w+ ){1,9}as|moves? (?:\\w+ ){1,6}to|changes? (?:\\w+ ){1,6}to|turns? (?:\\w+ ){1,6}into|(?:takes?|brings?|puts?|switch(?:es)?|advances?|transitions?) (?:\\w+ ){1,6}(?:in)?to|makes? (?:it|the \\w+)|(?:from \\w+(?: \\w+)? to))(?: (?:a|an|the))?';

/** Words by which a clause speaks of what comes behind the call: "It then is `active` and fills a place". */
const afterwards = '(?:then|afterwards|from then on)';

/** Words before a state in the description of the answer to an action: "The stall, now `open`", "The stall is now in the state `open`". */
const present = 'now(?: (?:is|in|as|an?|the|its|state|status|stage))*';

/** The clauses of the descriptions of the successes of an operation. */
const saidOfSuccess = ({ document }: Pick<Contract, 'document'>, { responses }: Operation): readonly string[] =>
  responses
    .filter(({ status }) => status.startsWith('2'))
    .flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))))
    .flatMap(clausesOf);

/**
 * The state that the text of an action says that it leads to, in plain words: "becomes out", "sets the status to archived", "marked as returned", "it is active
 * again". Not `isSure` where it names another result on a condition; `isOneOfSeveral` where only some of
 * its calls lead there.
 */
export const toldState = (
  { document }: Contract,
  operation: Operation,
  states: readonly State[],
): { readonly state: State; readonly isSure: boolean; readonly isOneOfSeveral: boolean } | undefined => {
  const node = valueAt(document, nodeOf(operation.location));
  const found = [
    ...saidIn(node)
      .flatMap(clausesOf)
      .map((clause) => ({ clause, by: becoming })),
    ...saidOfSuccess({ document }, operation).map((clause) => ({ clause, by: present })),
  ].flatMap(({ clause, by }) => {
    const timeless = clause.replaceAll(boundInTime, '');
    const plain = timeless.replace(otherwiseResult, '');
    const words = inWords(plain);
    if (conditional.test(words)) return [];
    const told = states.filter(({ name }) =>
      [
        ` ${by} ${name} `,
        ` (?:it|the \\w+) is (?:again ${name}|${name} (?:again|then|afterwards|from then on)) `,
        `^ (?:it (?:${afterwards} is|is ${afterwards})|${afterwards} it is) ${name} (?=$|and |but |with )`,
      ].some((form) => new RegExp(form, 'u').test(words)),
    );
    return told.map((state) => ({ state, isSure: plain === timeless, isOneOfSeveral: byOneOfSeveral.test(words) }));
  });
  return new Set(found.map(({ state }) => state)).size === 1 ? found[0] : undefined;
};

/** "The status stays", "it keeps its state", "the state does not change": words of a clause by which a call changes no state. */
const staying =
  / (?:(?:status|state|stage|phase) (?:\w+ )?(?:stays?|remains?|(?:is|are) (?:kept|unchanged|left|not changed)|does not change|never changes)|(?:keeps?|leaves?) (?:its|the|their) (?:\w+ )?(?:status|state|stage|phase)|(?:no change|nothing changes) (?:of|in|to) (?:its|the|their) (?:status|state|stage|phase)) /u;

/** Words by which a clause speaks of a call that is refused. */
const ofRefusal = / (?:4\d\d|refus\w*|reject\w*|fail\w*|errors?|denied|conflict) /u;

/** Does the text of an action say of some of its calls that they leave the state as it is, such as a cancellation at the end of the period. */
export const mayKeepState = ({ document }: Pick<Contract, 'document'>, operation: Operation): boolean =>
  saidIn(valueAt(document, nodeOf(operation.location)))
    .flatMap(clausesOf)
    .map(inWords)
    .some((words) => staying.test(words) && !ofRefusal.test(words));

/**
 * The step that the description of a tag tells of an action, by its verb: "You submit a `draft` and it's `in_review`", "Submitting a draft puts it in review". `from` are the
 * states that it names before. Undefined where it tells none, or two different ones.
 */
export const stepOfTag = (
  { document }: Contract,
  operation: Operation,
  states: readonly State[],
): { readonly to: State; readonly from: readonly State[] } | undefined => {
  const any = states.map(({ name }) => name).join('|');
  const verb = literalPattern(verbOf(operation));
  const doing = gerundsOf(operation).map(literalPattern).join('|');
  const article = '(?:an?|the|your|its|this|that|their)';
  const given = `(?: ${article})?(?: (?<from>${any}))?(?: ${article})?(?: (?!(?:and|it|is|to|into|in)\\b)[a-z]+)?`;
  const ways = [
    ` (?:you|we|they|clients|callers|editors|authors|staff) ${verb}${given} and (?:it|that|this) (?:is|s|becomes|turns|will be)(?: (?:an?|then|now|in|into))* (?<to>${any}) `,
    ` (?:${doing})${given} (?:makes|turns|moves|sets|puts|brings|takes) (?:it (?:to|into|as|in|an?) |it |the \\w+ (?:to|into) )?(?:the (?:state|status) (?:to )?)?(?<to>${any}) `,
  ];
  const node = valueAt(document, nodeOf(operation.location));
  const found = saidOfTags(document, node)
    .flatMap(clausesOf)
    .map(inWords)
    .filter((words) => !conditional.test(words))
    .flatMap((words) =>
      ways.flatMap((way) => {
        const groups = new RegExp(way, 'u').exec(words)?.groups;
        const [to, from] = [groups?.['to'], groups?.['from']].map((name) => states.find((one) => one.name === name));
        return to && to !== from ? [{ to, from: from ? [from] : [] }] : [];
      }),
    );
  return new Set(found.map(({ to }) => to)).size === 1 ? found[0] : undefined;
};

/**
 * What an item of a list in the description of a tag tells of an action by its name: "**archive**: from `open` or `late` to `archived`". Undefined where none does, or
 * several do.
 */
export const stepInList = (
  { document }: Contract,
  operation: Operation,
  states: readonly State[],
): { readonly to: State | undefined; readonly from: readonly State[] } | undefined => {
  const values = states.map(({ value }) => String(value));
  const [only, ...others] = saidOfTags(document, valueAt(document, nodeOf(operation.location)))
    .flatMap((text) => actionItemsIn(text, values))
    .filter(({ action }) => action === verbOf(operation));
  const from = states.filter(({ value }) => only?.from?.includes(String(value)) === true);
  return from.length === 0 || others.length > 0 ? undefined : { to: states.find(({ value }) => value === only?.to), from };
};
