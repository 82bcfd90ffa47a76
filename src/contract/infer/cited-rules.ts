import { isObject } from '../pointer.ts';
import { saidIn, saidOfTags } from '../said.ts';
import { sentencesOf } from './sentences.ts';

type Json = Readonly<Record<string, unknown>>;

/** The marks of rules: letters with a number ("R7", "BR-12"), and numbers of a section with those inside it ("4.2"). */
const lettered = String.raw`[A-Z]{1,4}-?\d{1,3}[a-z]?`;
const dotted = String.raw`\d{1,2}(?:\.\d{1,2}){1,2}`;

/** A line that begins a rule with its mark: a paragraph, an item of a list, a heading or a row of a table (CommonMark 0.31; GitHub's tables). */
const beginning = new RegExp(
  String.raw`^\s*(?:(?<heading>#{1,6})\s+|[-*+]\s+|\|\s*)?[*_\[(]*(?:(?:Rule|§)\s*)?(?<mark>${lettered}|${dotted}|\d{1,2}(?=[.)]\s))[*_\])]*\s*[.:)|–—-]*[*_]*\s+(?<rest>\S.*)$`,
  'u',
);

type Rule = { readonly mark: string; readonly text: string };

/** The letters of a mark, or the section that it lies in: rules are marked in a row. */
const familyOf = (mark: string): string => (/^\d+$/u.test(mark) ? '#' : /^\d/u.test(mark) ? '.' : mark.replace(/-?\d.*$/u, ''));

/** The rules of a text, each with what is written behind its mark up to the next paragraph; below a heading up to the next heading or rule. */
const rulesIn = (text: string): readonly Rule[] => {
  const found: { readonly mark: string; readonly isHeading: boolean; readonly lines: string[]; isOpen: boolean }[] = [];
  for (const line of text.split('\n')) {
    const { mark, heading, rest = '' } = beginning.exec(line)?.groups ?? {};
    const last = found.at(-1);
    if (mark !== undefined) {
      found.push({ mark, isHeading: heading !== undefined, lines: [rest.replace(/\s*\|\s*$/u, '')], isOpen: true });
      continue;
    }
    if (!last) continue;
    if (/^\s*#{1,6}\s/u.test(line) || (line.trim() === '' && !last.isHeading) || /^\s*[-*+|]\s/u.test(line)) last.isOpen = false;
    if (last.isOpen) last.lines.push(line);
  }
  const rules = found.map(({ mark, lines, isHeading }) => ({
    mark,
    text: (isHeading ? lines.slice(1) : lines)
      .join('\n')
      .replaceAll(/^[ \t]+/gmu, '')
      .trim(),
  }));
  // A line that happens to begin with such a word is no rule.
  return rules.filter(
    ({ mark, text: said }) => said !== '' && rules.some((one) => one.mark !== mark && familyOf(one.mark) === familyOf(mark)),
  );
};

/** Words of a sentence that leaves rules out, or says when they do not hold. */
const leavingOut = /\b(?:not?|never|except|excepted|apart|unless|without|unlike|instead|besides|other than|only if)\b/iu;

/** The marks that a sentence cites, of those that there are: "(R7)", "Rules R1 to R6 apply", "see 4.2", "rule 3", "rules 2 to 4". */
const citedBy = (sentence: string, marks: readonly string[]): readonly string[] => {
  // What stands in code is a value, and not a rule.
  const plain = sentence.replaceAll(/`[^`]*`/gu, ' ');
  if (leavingOut.test(plain)) return [];
  const isNamed = (mark: string): boolean => {
    const own = mark.replaceAll('.', String.raw`\.`);
    if (!/^\d/u.test(mark)) return new RegExp(String.raw`(?<![\w.-])${own}(?![\w-])`, 'u').test(plain);
    const before = /^\d+$/u.test(mark)
      ? String.raw`\brules?(?: numbers?| no\.)?(?: \d{1,2},)*(?: \d{1,2},? and)? `
      : String.raw`(?:\(|§ ?|\b(?:see|sections?|rules?|chapters?|points?|under|of|and|to)(?: also)?(?: sections?| rules?| chapters?| points?)? )`;
    return new RegExp(String.raw`${before}${own}(?![\w-]|\.\d)`, 'iu').test(plain);
  };
  const ranges = [
    ...plain.matchAll(
      new RegExp(
        String.raw`(?<first>${lettered}|${dotted}|(?<=\brules )\d{1,2})\s?(?:to|through|until|[-–—])\s?(?<last>${lettered}|${dotted}|\d{1,2})\b`,
        'giu',
      ),
    ),
  ].flatMap(({ groups = {} }) => {
    const [from, to] = [marks.indexOf(groups['first'] ?? ''), marks.indexOf(groups['last'] ?? '')];
    return from >= 0 && to > from ? marks.slice(from, to + 1) : [];
  });
  return marks.filter((mark) => isNamed(mark) || ranges.includes(mark));
};

/** As many rules are meant by an operation at most: a document in which each cites all says nothing of any. */
const mostRules = 12;

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/**
 * A document in which each operation says itself what the numbered rules say that it cites: "Confirm a booking (R7)" of a rule "**R7** Only a requested booking can be
 * confirmed" in the description of any tag, or in the introduction. A mark that stands for two rules counts as that of its own tags. The document itself where nothing is cited.
 */
export const withCitedRules = (document: Json): Json => {
  const tags: readonly unknown[] = Array.isArray(document['tags']) ? document['tags'] : [];
  const shared = [...tags, document['info']].flatMap((one) => saidIn(one).flatMap(rulesIn));
  const paths = document['paths'];
  if (shared.length === 0 || !isObject(paths)) return document;
  const citing = (node: Json): Json => {
    const own = saidOfTags(document, node).flatMap(rulesIn);
    const others = shared.filter(({ mark }) => !/^\d+$/u.test(mark) && !own.some((one) => one.mark === mark));
    const known = [...own, ...others.filter(({ mark }) => others.filter((one) => one.mark === mark).length === 1)];
    const marks = known.map(({ mark }) => mark);
    const cited = new Set(
      saidIn(node)
        .flatMap(sentencesOf)
        .flatMap((sentence) => citedBy(sentence, marks)),
    );
    const texts = known.flatMap(({ mark, text }) => (cited.has(mark) ? [text] : []));
    if (texts.length === 0 || texts.length > mostRules) return node;
    const said = typeof node['description'] === 'string' ? [node['description'].trimEnd()] : [];
    return { ...node, description: [...said, ...texts].join('\n\n') };
  };
  const item = (one: unknown): unknown =>
    isObject(one)
      ? Object.fromEntries(Object.entries(one).map(([name, node]) => [name, methods.has(name) && isObject(node) ? citing(node) : node]))
      : one;
  return { ...document, paths: Object.fromEntries(Object.entries(paths).map(([path, one]) => [path, item(one)])) };
};
