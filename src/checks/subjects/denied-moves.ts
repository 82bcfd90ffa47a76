import { wordsOf } from '../../contract/infer/words.ts';
import { inWords } from './state-mentions.ts';

/** A move between two states that a text says is not possible. */
export type DeniedMove = { readonly from: string; readonly to: string };

/** Words by which a sentence denies the move to another state. */
const deny =
  '(?:(?:can|may|must|could|will|does|do|is|are) (?:not|never|no longer)(?: ever| be able to| allowed to| able to| to)?|never|no longer)';

/** Words for the move itself, with what stands before its end. */
const become = String.raw`(?:becomes?|be|(?:be )?turn(?:s|ed)?(?: back)? (?:to|into)|go(?:es)?(?: back)? (?:to|into)|returns?(?: back)? to|(?:be )?reverts? to|comes? back to|falls? back to|(?:be |get )?(?:set|moved|moves?|changed?|changes|put|turned|brought|switch(?:ed)?|taken|reset|reverted|returned|made|sent|rolled)(?: back)?(?: to| into| in)?)(?: (?:an?|the|again|state|status|to|in|into|back))*`;

/** What may follow without a condition or an exception. */
const harmless =
  /^(?: (?:again|any ?more|anymore|any|more|afterwards?|later|then|once more|ever|ones?|state|status|so|that|this|is|are|answers?|answered|refused|rejected|with|an?|the|conflict|error|here|either|as well|either way|by this|4\d\d))*(?: and(?: \w+)*)? $/u;

/** Words by which a sentence speaks of a condition, of an exception, or of some callers. */
const open =
  / (?:if|unless|except|without|while|until|where|as long as|within|during|only|but|by|instead|directly|at once|immediately|before|should|some|most|usually|normally|admins?|administrators?|staff|owners?|users?|roles?|callers?) /u;

const refusedThere = String.raw`(?:is|are)(?: always| then| answered(?: with)?| an?)* (?:(?:not|never) (?:allowed|possible|permitted)|refused|rejected|forbidden|impossible|illegal|invalid|conflict|4\d\d)`;

/** Words by which a sentence limits what it denies to the request that it is about: another way may be told behind them. */
const thisWay = /\b(?:(?:in )?(?:this|that) way|like (?:this|that)|(?:with|by|through) this (?:operation|request|call|method))\b/iu;

/** Words by which a denial with such words holds at times, or for some callers. */
const atTimes =
  /\b(?:if|unless|except|without|while|until|once|when|where|as long as|within|during|only|but|should|some|most|usually|normally|admins?|administrators?|staff|owners?|roles?|callers?)\b/iu;

/** The states of which a sentence says that nothing leads out of them by the request that it is about: "A pending zone can't be moved this way (`409`), verify it instead". */
const stuckThere = (sentence: string, any: string, thing: string): string | undefined => {
  const way = thisWay.exec(sentence);
  const said = way && inWords(sentence.slice(0, way.index).replaceAll('_', ' '));
  if (!said || atTimes.test(sentence)) return undefined;
  const moved = '(?:moved|changed|switched|set|brought|put|taken)';
  return new RegExp(`^ (?:an?|the|any|all|every)? ?(?<from>(?:${any})(?: or (?:${any}))*)(?: ${thing})? ${deny} be ${moved} $`, 'u').exec(
    said,
  )?.groups?.['from'];
};

/**
 * The moves that a sentence says are not possible, whatever else is: "A published notice cannot become a draft again", "Once retired, a pump can never be made active", "From
 * closed back to open is refused". None where it names a condition, an exception or some callers.
 */
export const deniedMoves = (sentence: string, states: readonly string[], noun: string): readonly DeniedMove[] => {
  const names = states.map((one) => wordsOf(one).join(' ')).filter((one) => one !== '');
  if (names.length === 0 || noun === '') return [];
  const words = inWords(sentence.replaceAll('_', ' '));
  const any = names.toSorted((a, b) => b.length - a.length).join('|');
  const some = `(?:an? |the |any |already )*(?:${any})(?:(?: or| and| nor)?(?: (?:an?|the))? (?:${any}))*`;
  const thing = `(?:${noun}s?|${noun}es|one|ones|it|they|this|that|thing)`;
  const named = (text = ''): readonly string[] => {
    // The longer name first, so that "partly paid" is not `paid` as well.
    let left = ` ${text} `;
    return states
      .toSorted((a, b) => b.length - a.length)
      .flatMap((one) => {
        const name = ` ${wordsOf(one).join(' ')} `;
        if (name.trim() === '' || !left.includes(name)) return [];
        left = left.replaceAll(name, '  ');
        return [one];
      });
  };
  const stuck = named(stuckThere(sentence, any, thing));
  if (stuck.length > 0) return stuck.flatMap((from) => states.filter((to) => to !== from).map((to) => ({ from, to })));
  if (open.test(words)) return [];
  const being = '(?:is|are|was|were|has been|have been|being|got|has become|have become)(?: once)?';
  const ways = [
    // "A published notice cannot become a draft again", "What is retired can never be active again".
    `^(?: (?:an?|the|any|all|every|what|whatever|which|that|once|${being}|one|already|${noun}s?|in|state|status))*? (?<from>${some})(?: ${thing})? ${deny} ${become} ?(?<to>${some})`,
    // "Once published, it cannot go back to draft".
    `^ (?:once|after|when|as soon as)(?: (?:an?|the|it|they|${noun}s?))*(?: ${being})? (?<from>${some})(?: (?:an?|the))?(?: ${thing})? ${deny} ${become} ?(?<to>${some})`,
    // "It cannot go from published back to draft", "There is no way from published to draft".
    `(?: ${deny} (?:go|goes|move|moves|change|changes|be (?:moved|set|changed|brought|put|taken))(?: back)?| no (?:way|move|step|path)(?: back)?) from (?<from>${some})(?: back)?(?: to| into) (?<to>${some})`,
    // "From published back to draft is a 409".
    `^(?: (?:a|the|moving|going|move|moves|step|steps|way))* from (?<from>${some})(?: back)?(?: to| into) (?<to>${some}) ${refusedThere}`,
  ];
  for (const way of ways) {
    const found = new RegExp(way, 'u').exec(words);
    const rest = found ? words.slice(found.index + found[0].length).replaceAll(new RegExp(` ${noun}s?(?= )`, 'gu'), '') : '';
    if (!found || !harmless.test(rest)) continue;
    const [from, to] = [named(found.groups?.['from']), named(found.groups?.['to'])];
    return from.flatMap((one) => to.filter((other) => other !== one).map((other) => ({ from: one, to: other })));
  }
  return [];
};
