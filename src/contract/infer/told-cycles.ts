import { firmSentencesOf } from './firm-sentences.ts';
import { isRefusalDenied } from './refusal-sentences.ts';

/** What may not be above a resource, as a text says: the resource itself, or something below it. */
export type ToldCycle = { readonly itself: boolean; readonly below: boolean };

/** Words for a ring of resources, whatever is said of it. */
const ring = /\bcycles?\b(?! counts?\b)|\b(?:cyclic(?:al)?|circular(?:ly|ity)?|endless loops?|(?:a|no|any) loops?)\b/iu;

const upper = '(?:parent|ancestor|superior|supervisor|manager|predecessor)';

/** Words for the resource itself as its own parent. */
const ofItself = new RegExp(
  String.raw`\b(?:below|beneath|under(?:neath)?|inside|into|within|(?:nested|placed|put|contained) in) (?:itself|themselves)\b|` +
    String.raw`\b(?:its|their) own (?:\w+ )?${upper}\b(?!['’]s)|\b${upper} of itself\b|\b(?:refer|point)s? to itself\b`,
  'iu',
);

const lower = String.raw`(?:descend[ae]nts?|child(?:ren)?|grandchild(?:ren)?|sub\w+)`;

/** Words for what is below it, in the place of what is above it. */
const ofDescendants = new RegExp(
  String.raw`\b(?:below|beneath|under(?:neath)?|inside|into|within|to)(?: (?:itself|either|or|any of|one of|any|one))* (?:its|their|of its|of their) (?:own )?${lower}\b|` +
    String.raw`\b${upper}\b[^.;]{0,40}\b(?:(?:its|their) own ${lower}|(?:a|any of its|one of its|its|their) descend[ae]nts?)\b|` +
    String.raw`\bdescend[ae]nts?\b[^.;]{0,30}\b(?:as|be|become)\b[^.;]{0,15}\b${upper}\b|\bown (?:subtree|branch)\b`,
  'iu',
);

/** The same in the description of the member that names what is above: "Not the category itself, nor one of its descendants". */
const namesItself =
  /\b(?:not|nor|never|neither|or|than|be|of) (?:(?:the|an?|its) )?(?:[\w-]+ ){0,2}itself(?=\s*(?:$|[,.;:()]|(?:n?or|and) ))|\bitself (?:is|are) (?:refused|rejected|invalid|forbidden|not (?:allowed|accepted|permitted|possible))\b/iu;
const namesDescendants = new RegExp(
  String.raw`\b(?:its|their|own|an?|any|of|or) (?:own )?descend[ae]nts?\b|\bdescend[ae]nts? of\b|\bown ${lower}\b`,
  'iu',
);

/** Words by which it is meant over several steps. */
const indirectly = /\b(?:indirectly|by way of|through others?|over others?|transitively|at any (?:depth|level))\b/iu;

/** Words by which it is refused. */
const refused =
  /\b(?:cannot|can ?not|can't|must not|may not|shall not|never|not allowed|not permitted|forbidden|prohibited|refuse[ds]?|reject(?:s|ed)?|invalid|impossible|no|not|nor|neither|other than)\b|(?<!\d)4\d\d(?!\d)/iu;

/** Words by which it is done all the same, or refused for some moves only. */
const suffered =
  /\b(?:no effect|no-op|never fails?|(?:does|changes) nothing|ignored|resolved|cut(?:s|ting)?|allowed but|unless|except|if `?force|only direct|(?:are|is|be) (?:allowed|permitted|accepted|possible|fine)|should be|may refer|in your client)\b|\bcycle through\b|\b(?:show|excluded)/iu;

/** Words by which a sentence is about a removal, a list or a read. */
const elsewhere = /\b(?:remov\w+|delet\w+|lists?|listed|counts?|filters?|returns?|includ\w+|searche?[sd]?|billing|payment|life)\b/iu;

/**
 * What a text says that may not be above a resource; undefined where it says nothing of it.
 * @param of Whose text it is: of an operation, of an answer that refuses, so that what it names is refused, or of the member that names what is above.
 */
export const cycleToldIn = (text: string, of: 'operation' | 'refusal' | 'member' = 'operation'): ToldCycle | undefined => {
  const found = firmSentencesOf(text).flatMap((sentence): readonly ToldCycle[] => {
    if (elsewhere.test(sentence) || suffered.test(sentence) || isRefusalDenied(sentence) || !(of === 'refusal' || refused.test(sentence)))
      return [];
    const isMember = of === 'member';
    const below = [ring, ofDescendants, ...(isMember ? [namesDescendants] : [])].some((words) => words.test(sentence));
    const itself = [ring, ofItself, ...(isMember ? [namesItself] : [])].some((words) => words.test(sentence));
    return below || itself ? [{ itself, below: below || indirectly.test(sentence) }] : [];
  });
  if (found.length === 0) return undefined;
  return { itself: found.some((one) => one.itself), below: found.some((one) => one.below) };
};
