import { literalPattern } from '../pattern/literal-pattern.ts';
import { distinct } from '../../model/json.ts';
import { sentencesOf } from './sentences.ts';

/** Verbs by which a text says what a number is, and the words that a description of it would begin with. */
const verbs: readonly (readonly [form: string, as: string])[] = [
  ['is|are|equals|gives|shows|tells|holds', ''],
  ['counts?', 'the number of '],
  ['adds? up|sums? up|sums|totals', 'the sum of '],
];

type Part = { readonly member: string; readonly verb: string; readonly rest: string };

/** A clause or sentence behind one about a number that leaves some out of it, or takes more into it: "cancelled ones are left out". */
const leavesOut =
  /^(?:(?!`)[^`])*\b(?:left out|not (?:counted|included|part of)|excluded|do(?:es)? not count|don['’]t count|are (?:counted|included) (?:too|as well)|count too|without (?:the )?(?:removed|deleted|cancell?ed|archived))\b/iu;

/** The parts of a clause that each begin with a name in code: "`a` counts all of them, `b` those that are open". */
const partsOf = (clause: string): readonly Part[] => {
  const heads = [
    ...clause.matchAll(
      /(?<=^|, |, and | and )(?:the )?`(?<member>[A-Za-z_][\w-]*)`(?: of (?:the|an?|each|every) [\p{L} ]{2,30}?)? (?=\p{L})/giu,
    ),
  ];
  if (heads[0]?.index !== 0) return [];
  let verb: string | undefined;
  let noun = '';
  return heads.flatMap((head, n): readonly Part[] => {
    const text = clause.slice(head.index + head[0].length, heads[n + 1]?.index).replace(/(?:,? and|,)\s*$/iu, '');
    const [found, ...others] = verbs.filter(([form]) => new RegExp(`^(?:${form}) `, 'iu').test(text));
    const own = found && others.length === 0 ? text.replace(new RegExp(`^(?:${found[0]}) (?:always )?`, 'iu'), '') : undefined;
    verb = found ? found[1] : verb;
    // "`b` those that are open" counts what `a` counts.
    const isGoingOn = own === undefined && noun !== '' && /^(?:only )?(?:those|the ones)\b/iu.test(text);
    const rest = own ?? (isGoingOn ? text.replace(/^(?:only )?(?:those|the ones)\b/iu, noun) : undefined);
    if (own !== undefined) noun = /^(?:all |the |every |all the )*(?<noun>\p{L}+)/iu.exec(own)?.groups?.['noun'] ?? '';
    return rest === undefined || verb === undefined ? [] : [{ member: head.groups?.['member'] ?? '', verb, rest }];
  });
};

/**
 * What texts say of a number by its name in code, as its description would say it: "the sum of …" for "`total` is the sum of …", "the number of …" for "`total`
 * counts …". Undefined where they say nothing of it, or several things.
 */
export const saidOfMember = (texts: readonly string[], member: string): string | undefined => {
  if (!texts.some((text) => new RegExp(`\`${literalPattern(member)}\``, 'u').test(text))) return undefined;
  const said = texts
    .flatMap(sentencesOf)
    .flatMap((sentence) =>
      sentence
        .replace(/^[-*] /u, '')
        .replace(/\.$/u, '')
        .split(/; /u),
    )
    .flatMap((clause, n, all) => (leavesOut.test(all[n + 1] ?? '') ? [] : partsOf(clause)))
    .filter((part) => part.member === member)
    .map(({ verb, rest }) => `${verb}${rest}`.trim());
  const [only, ...others] = distinct(said);
  return others.length === 0 ? only : undefined;
};
