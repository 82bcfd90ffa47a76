import { tailOf } from '../../contract/infer/path-template.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Operation } from '../../contract/model.ts';
import { deeds } from './limited-clauses.ts';
import type { State } from './state-mentions.ts';

// A refusal may name a deed and the state that it is done in, and leave out the noun: "a second review is a 409, and so is reviewing a sketch".

type About = {
  readonly operation: Operation;
  readonly states: readonly State[];
  /** The noun of the resource. */
  readonly noun: string;
  /** Words of the summary of the operation. */
  readonly summary: readonly string[];
  /** Is a state alone, without a deed and a noun, that of the resource: not where what is created has states of its own. */
  readonly isAlone: boolean;
};

/** Words that go on from a refusal to another one, with what is refused behind them. */
const continued = new RegExp(
  [
    String.raw`(?<lead>[^.;]*)(?:[,;.]? *\b(?:and |but )?)(?:`,
    [
      '(?:so|as|just as) (?:is|are|does|do|will be)',
      '(?:(?:and|or|as well as|also) )for(?= )',
      '(?:exactly |just )?the same (?:is true|goes|holds|applies|happens|counts)(?: true)? (?:for|to|of|with|when)',
      'likewise(?: for)?',
    ].join('|'),
    String.raw`) (?<deed>[^.;,()]+)(?=[.;]|$)`,
  ].join(''),
  'giu',
);

/** A deed at the beginning of a clause, with its refusal behind it: "reviewing a sketch is a 409". */
const direct =
  /(?<=^|[.;:] |, and |, )(?<deed>[^.;:,()]+?) (?:(?:is|are|gets?|gives?|leads? to|results? in|ends in|fails with|is answered(?: with| by)?|is refused with)(?: always| also)?(?: an?| the)?(?: status)? `?409`?|is (?:refused|rejected)(?: with (?:an? )?`?409`?| \(`?409`?\)))(?= *(?:[.;,]|$|and ))/giu;

const making =
  'adding|creating|posting|sending|filing|submitting|placing|making|writing|leaving|entering|giving|putting|recording|booking|attaching';

const link = '(?:of|for|to|on|in|at|below|under|with|into)';

/** Do the words before a state tell the deed of the operation: "reviewing", "adding one to", "a review of". */
const isOwnDeed = (what: string, { operation, summary, isAlone }: About): boolean => {
  if (what === '' || new RegExp(`^${link}$`, 'u').test(what)) return isAlone;
  const tail = wordsOf(tailOf(operation.path).at(-1) ?? '').at(-1) ?? '';
  const one = singular(tail);
  const [, root = ''] = new RegExp(`^(\\w{3,})ing(?: ${link})?$`, 'u').exec(what) ?? [];
  const isCalled = [one, summary[0] ?? ''].some(
    (name) => name.length > 2 && root !== '' && [root, root.replace(/(.)\1$/u, '$1')].some((some) => name.startsWith(some)),
  );
  const things = [tail, one, 'one'].filter((name) => name !== '').join('|');
  const thing = `(?:(?:an?|the|any|another|one more|more|further|new|one) )*(?:${things})`;
  const isMade = new RegExp(`^(?:(?:${making})(?: ${thing})?|${thing})(?: ${link})?$`, 'u').test(what);
  return (
    isCalled ||
    (operation.method === 'POST' && isMade) ||
    (root !== '' && deeds[operation.method]?.test(root) === true) ||
    new RegExp(`^doing (?:so|it|that|this) ${link}$`, 'u').test(what)
  );
};

/** The clause that says in the usual words that a deed is refused in some states; undefined for another deed, and where more is said of it. */
const inUsualWords = (deed: string, about: About): string | undefined => {
  const { states, noun } = about;
  const words = ` ${wordsOf(deed.replaceAll('`', '')).join(' ')} `;
  const names = states.flatMap(({ name }) => [name, `${name}s`]).toSorted((a, b) => b.length - a.length);
  const beside = `(?: (?:${noun}|${noun}s))?`;
  const state = `(?:(?:an?|any|the|every) )?(?:${names.join('|')})`;
  const found = new RegExp(`^ (?<what>.*?)(?<named>${state}${beside}(?: (?:or|and) ${state}${beside})*) $`, 'u').exec(words)?.groups;
  if (!found || !isOwnDeed((found['what'] ?? '').trim(), about)) return undefined;
  const named = states.filter(({ name }) => new RegExp(` ${name}s? `, 'u').test(` ${found['named'] ?? ''} `));
  return `409 if the ${noun} is ${named.map(({ name }) => name).join(' or ')}`;
};

/** Does what goes before refuse something with a conflict, by the last status that it names. */
const isRefused = (lead: string): boolean => {
  const last = [...lead.matchAll(/\b[1-5]\d\d\b/gu)].at(-1)?.[0];
  return last === undefined ? /\b(?:refused|rejected|conflicts?)\b/iu.test(lead) : last === '409';
};

/** A text in which refusals that name a deed and a state say so in the usual words, each in a clause of its own: "409 if the photo is sketch". */
export const withDeedsRefused = (text: string, about: About): string => {
  if (about.noun === '' || about.states.length === 0) return text;
  const groupsOf = (rest: readonly unknown[]): Readonly<Record<string, string>> => rest.at(-1) as Readonly<Record<string, string>>;
  const apart = text.replaceAll(continued, (whole: string, ...rest: readonly unknown[]) => {
    const { lead = '', deed = '' } = groupsOf(rest);
    if (!isRefused(lead)) return whole;
    // What is said of another deed is none of the refusal before it.
    return `${lead}; ${inUsualWords(deed, about) ?? whole.slice(lead.length).replace(/^[,;. ]+/u, '')}`;
  });
  return apart.replaceAll(
    direct,
    (whole: string, ...rest: readonly unknown[]) => inUsualWords(groupsOf(rest)['deed'] ?? '', about) ?? whole,
  );
};

/** What may be done in some states, with the refusal of all other deeds behind it: "a cancelled event can be read and deleted, everything else gives 409". */
const elseBehind =
  /(?<=^|[.;:\n] ?)(?<who>[^.;:,]*?) (?:can|may|could)(?: (?:still|only|then))* be (?<done>[^.;:]*?)(?:[,;:–—-]| ?\()? ?(?:and |but )?(?:everything|anything|all) else (?:gives?|gets?|is|leads? to|results? in|answers?|fails)(?: (?:always|answered|refused|rejected|with|by|an?|the))*(?: status)? ?\(?`?409`?\)?(?= *(?:[.;,)]|$))/giu;

/** Deeds that each operation may be, whatever its path says. */
const anyDeed = /^(?:us|call|process|perform|don|do|handl)/u;

/**
 * A text in which "everything else" that is refused means deeds where other deeds stand before it: then the states before those are refused to this operation, unless it is one
 * of them. What the only deed before it does is left as it is: "Open events can be changed, everything else gives 409".
 */
export const withElseRefused = (text: string, about: About): string => {
  const { operation, states, noun, summary } = about;
  if (noun === '' || states.length === 0) return text;
  const tail = wordsOf(tailOf(operation.path).at(-1) ?? '');
  const called = [...tail.map(singular), ...summary.slice(0, 1)].filter((one) => one.length > 2);
  const isOwn = (deed: string): boolean =>
    deeds[operation.method]?.test(deed) === true ||
    called.some((one) => deed.startsWith(one.replace(/e$/u, ''))) ||
    (operation.method === 'GET' && /^(?:read|seen|shown|view|list|fetch)/u.test(deed));
  return text.replaceAll(elseBehind, (whole: string, ...rest: readonly unknown[]) => {
    const { who = '', done = '' } = rest.at(-1) as Readonly<Record<string, string>>;
    const names = done.split(/,? (?:and|or) |, ?/u).map((one) => wordsOf(one)[0] ?? '');
    if (names.length === 1 && isOwn(names[0] ?? '')) return whole;
    const words = ` ${wordsOf(who.replaceAll('`', '')).join(' ')} `;
    const named = states.filter(({ name }) => words.includes(` ${name} `) || words.includes(` ${name}s `));
    const isPlain = new RegExp(
      `^ (?:(?:an?|the|any|all|every|or|and|${named.map(({ name }) => `${name}s?`).join('|')}|${noun}s?) )+$`,
      'u',
    ).test(words);
    const isTold = /^[a-z ,]+$/iu.test(done) && !names.some((one) => isOwn(one) || anyDeed.test(one));
    if (named.length === 0 || !isPlain || !isTold) return '';
    return `409 if the ${noun} is ${named.map(({ name }) => name).join(' or ')}`;
  });
};
