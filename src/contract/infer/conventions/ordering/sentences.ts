import { sentencesOf } from '../../sentences.ts';

/** An order that a sentence states: what it says of the value, in words, and the direction where it says one. */
export type ToldOrder = { readonly about: string; readonly direction: 'ascending' | 'descending' | undefined };

/** Sentences that are not about the order of the whole list whenever nothing else is asked for. */
const isOther =
  /\b(?:can|may|could|might)\b|\boptional|\ballows?\b|\b(?:use|using|pass|set|give|given)\b|\bparameters?\b|\bgrouped\b|\bunless\b|\bif\b|\bwhen\b|\bdepend|relevan|best match|featured|pinned|\bnot\b/iu;

/** An order behind the first one, or what stands where there is no value. */
const behind = /[;:]|\bthen\b|\bwithin\b|\bwith the same\b|\bfollowed by\b|\bwhere\b|\bwithout\b|\bties\b/iu;

/** What a parameter makes of the order: "or as `sort` says", "(`-` for descending)". */
const byParameter = /\([^()]*\bfor (?:ascending|descending|reverse|the reverse)\b[^()]*\)|,? \bor (?:as|by what|how|in the order)\b.*$/giu;

const descending =
  /\bdescending\b|\bdesc\b|\bdecreasing\b|\bhighest\b|\blargest\b|\bgreatest\b|\bbiggest\b|\bnewest\b|\blatest\b|\bmost recent\b|\breverse|\blongest\b|\bmost expensive\b/iu;
const ascending =
  /\bascending\b|\basc\b|\bincreasing\b|\blowest\b|\bsmallest\b|\boldest\b|\bearliest\b|\bsoonest\b|\bcheapest\b|\bshortest\b|\balphabetic/iu;

/** "Sorted by due day", "ordered by their position, lowest first", "in ascending order of weight". */
const byForm =
  /\b(?:sorted|ordered|order|sorts|orders|listed|returned|arranged)\b[^.;:]*?\b(?:by|of) (?:the |their |its |increasing |decreasing |ascending |descending )*(?<about>[^.;:(]+)/iu;
/** "The highest priority first", "the latest `surveyed_on` comes first". */
const firstForm =
  /\b(?:highest|lowest|largest|smallest|greatest|biggest|longest|shortest|(?:latest|newest|most recent|earliest|oldest|soonest)(?= `)) (?<about>`[\w-]+`|[\w-]+(?: [\w-]+)?)(?: comes?| is| stands)? first\b/iu;
/** "The chain of owners by `fromYear`, earliest first". */
const namedForm =
  /\bby (?:the |their |its )?(?<about>`[\w-]+`|[\w-]+(?: [\w-]+){0,2}),? \(?(?:the )?(?:highest|lowest|largest|smallest|greatest|biggest|longest|shortest|earliest|latest|oldest|newest|cheapest)(?: ones?)?(?: comes?)? first\b/iu;

/** "By position within their list", "the highest rank first within the class": in each part, and not over the whole. */
const withinParts = /\bby (?:the |their |its )?[`\w]+(?: \w+)? within\b|\bfirst,? within\b/iu;

/** The order that a text states for a list in a sentence; undefined where none does, or where two do. */
export const orderToldIn = (text: string): ToldOrder | undefined => {
  const found = sentencesOf(text).flatMap((sentence): readonly ToldOrder[] => {
    const [first = ''] = sentence.replaceAll(byParameter, '').split(behind);
    if (isOther.test(first) || withinParts.test(sentence)) return [];
    const about = (byForm.exec(first) ?? namedForm.exec(first) ?? firstForm.exec(first))?.groups?.['about'];
    if (about === undefined || / and\b/iu.test(about)) return [];
    const [down, up] = [descending.test(first), ascending.test(first)];
    if ((down && up) || /\blast\b/iu.test(first)) return [];
    return [{ about, direction: down ? 'descending' : up ? 'ascending' : undefined }];
  });
  return found.length === 1 ? found[0] : undefined;
};

const noValue = String.raw`(?:without|with no|that have no|nulls?\b|empty|missing|no value)`;

/** Where items stand that show no value, as a text says it: "those without a due day come last". */
export const blankToldIn = (text: string): 'first' | 'last' | undefined => {
  const at = (place: string): boolean =>
    new RegExp(String.raw`${noValue}[^.;]*\b(?:${place})\b`, 'iu').test(
      text.replaceAll(/\b(?:newest|latest|earliest|oldest|highest|lowest|most recent) (?:\w+ )?first\b/giu, ''),
    );
  const others = '(?:all |any |the |of )*(?:others?|rest)';
  const [isLast, isFirst] = [
    at(`last|at the (?:very )?(?:end|bottom)|(?:after|behind|below) ${others}`),
    at(`first|at the (?:very )?(?:beginning|start|top)|(?:before|ahead of|above) ${others}`),
  ];
  return isLast === isFirst ? undefined : isLast ? 'last' : 'first';
};
