import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract } from '../../contract/model.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import type { Subject } from '../kit/define.ts';
import { type CursorList, cursorLists } from './collection.ts';

/** What a list may be asked for beside its pages: what it shows, or in which order. */
type Asked = 'filters' | 'order';

const words: Readonly<Record<Asked, string>> = {
  filters: String.raw`filter(?:s|ing)?|parameters?|quer(?:y|ies)|search(?:es)?|criteria|conditions?|selection|arguments?`,
  order: String.raw`sort(?:s|ing)?(?: order)?|order(?:ing)?|\x60?(?:sort|order)_?by\x60?|parameters?|quer(?:y|ies)|arguments?`,
};

/** Words by which two requests differ in something, with the place of its name. */
const differing = (what: string): RegExp =>
  new RegExp(
    [
      String.raw`\b(?:other|another|different|differing|changed|altered|new|modified) (?:set of |values? (?:of|for) )?(?:the |a |an )?(?:[\w-]+ (?:or|and) )?(?:[\w-]+ )?(?:${what})\b`,
      String.raw`\b(?:${what})\b[^.;:]*\b(?:differs?|differing|(?:has|have|is|are|was|were|be) (?:changed|altered|different|modified)|chang(?:es?|ed)|mismatch\w*|(?:does|do|did) ?(?:not|n['’]t) match|(?:is|are|be|was|were) ?(?:not|n['’]t|no longer) the (?:same|one)s?)\b`,
      String.raw`\b(?:chang(?:e|es|ing)|alter(?:s|ing)?|switch(?:es|ing)?|modify(?:ing)?|modifies|mismatch(?:ing|ed)?|mix(?:es|ing)?)\b[^.;:]*\b(?:${what})\b`,
      String.raw`\b(?:${what})\b[^.;:]*\b(?:must|have to|has to|needs? to|should) (?:all )?(?:be (?:the |exactly |all )*(?:same|identical|unchanged|kept|equal|those|as|what|repeated|sent again|like)|stay|remain|match|equal|agree|not (?:be )?(?:chang|differ|alter)\w*)\b`,
      String.raw`\b(?:valid|good|usable|works?|accepted|made|meant|issued|tied|bound|belongs?|only|fits?)\b[^.;:]*\b(?:only|the same|those|exactly|very|that gave|that produced|it was|it came|they were|bound|tied|belongs?)\b[^.;:]*\b(?:${what})\b`,
      String.raw`\b(?:${what})\b[^.;:]*\b(?:other than|than) (?:those|the ones?|that|it)\b`,
    ].join('|'),
    'iu',
  );

const refused =
  /\b(?:refused?|refuses|rejected?|rejects|not (?:be )?accepted|answered(?: with)? (?:an? )?\W?4\d\d|is (?:an? )?\W?4\d\d|are (?:an? )?\W?4\d\d|(?:400|404|409|410|412|422)\b|an? (?:\w+ )?error\b|fails?\b)/iu;

/** Words by which a page is given anyway, or nothing is promised. */
const open =
  /\b(?:may|might|can|could) (?:also |all |still |freely )?(?:be (?:changed|different|altered|combined|refused|rejected|answered)|differ|change|vary|fail|lead|give)\b|\b(?:undefined|unspecified|unpredictable|ignored|no effect|from the (?:start|beginning|top)|start(?:s|ed)? (?:over|again|anew)|first page|unless|except|need not|(?:do|does) not (?:have|need) to|not (?:refused|rejected|an? error)|never (?:refused|rejected)|no error|without (?:an? )?error)\b/iu;

/** Cursors that are refused for another reason: "an expired one is a 410". */
const isOfBroken =
  /\b(?:unknown|expired|malformed|broken|invalid|wrong|foreign|stale) (?:cursors?|tokens?|ones?)\b|\bfor (?:unknown|expired|malformed|broken|invalid) /iu;

/** Parameters that choose a page in another way, and what is asked for beside the cursor at all. */
const isOtherPaging =
  /\b(?:with|mix(?:es|ing)?)\b[^.;]*(?:\x60(?:page|offset|skip)\x60|\bold paging\b)|\bother (?:\w+ )?parameters? than (?:the |an? )?(?:cursor|token)|\b(?:works?|valid|accepted) with other \w+ (?:too|as well|also)\b|\berror is not\b|^for \w+s?,/iu;

/** A sentence that only says what happens otherwise. */
const otherwise =
  /^(?:otherwise|else|if (?:not|they (?:differ|do not|don['’]t|change)|it (?:differs|does not|doesn['’]t)|one (?:of them )?(?:differs|changes)|any(?:thing)? (?:of them |of it |else )?(?:differs|changes|is changed))|any(?:thing)? (?:else|other)|a (?:mismatch|difference|change)|(?:a |the |such (?:an? )?)?(?:cursor|token|request|call|page)s? (?:that|which|for which|with|like)?|this|that|everything else|we (?:refuse|reject|answer)|it is (?:refused|rejected))\b/iu;

/** Tokens of other kinds, which are tied to other things. */
const isOtherToken =
  /\b(?:access|bearer|auth\w*|api|refresh|csrf|reset|session|idempotency|upload|verification) (?:token|key)s?\b|\bIdempotency-Key\b/iu;

/**
 * Does a text say that the cursor of a list is refused with another request than the one that gave it.
 * @param text A description in CommonMark.
 * @param cursor The name of the parameter of the cursor.
 * @param isOfCursor Is the text the description of the cursor itself, so that no sentence has to name it.
 */
export const refusesOther = (text: string, cursor: string, asked: Asked, isOfCursor = false): boolean => {
  const names = new RegExp(
    String.raw`\b(?:cursors?|page ?tokens?|continuation tokens?|(?:next|previous)\w*token|tokens?|bookmarks?)\b|\x60${literalPattern(cursor)}\x60`,
    'iu',
  );
  const differs = differing(words[asked]);
  const sentences = sentencesOf(text.replaceAll(/[*]/gu, ''));
  return sentences.some((sentence, n) => {
    const isAbout = isOfCursor || names.test(sentences.slice(Math.max(0, n - 1), n + 1).join(' '));
    if (!isAbout || !differs.test(sentence) || isOtherToken.test(sentence)) return false;
    const next = sentences[n + 1] ?? '';
    const whole = refused.test(sentence) ? sentence : otherwise.test(next) && refused.test(next) ? `${sentence} ${next}` : '';
    const isOpen = open.test(whole) || isOtherPaging.test(whole) || holdsForSome(whole);
    const firm = whole.split(/[;,] /u).filter((clause) => !isOfBroken.test(clause));
    return refused.test(firm.join('; ')) && !isOpen;
  });
};

/** A list whose cursor is refused with another request, with what may differ; its location is that of the list. */
export type TiedCursors = Subject & CursorList & { readonly asked: readonly Asked[] };

/** The lists of a document that says of them, of their cursor or of all lists that a cursor is refused with another request. */
export const tiedCursors = (contract: Contract): readonly TiedCursors[] =>
  contract.standard.size === 0
    ? []
    : cursorLists(contract).flatMap((list): TiedCursors[] => {
        const { document } = contract;
        const { cursor } = list.paging;
        const node = valueAt(document, nodeOf(list.operation.location));
        const refusals = list.operation.responses.filter(({ status }) => status.startsWith('4'));
        const others = [
          ...saidIn(document['info']),
          ...saidOfTags(document, node),
          ...saidIn(node),
          ...refusals.flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location)))),
        ];
        const own = saidIn(valueAt(document, nodeOf(cursor.location)));
        const asked = (['filters', 'order'] as const).filter(
          (one) =>
            others.some((text) => refusesOther(text, cursor.name, one)) || own.some((text) => refusesOther(text, cursor.name, one, true)),
        );
        return asked.length === 0 ? [] : [{ ...list, asked }];
      });
