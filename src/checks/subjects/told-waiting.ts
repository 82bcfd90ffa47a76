import { firmSentencesOf } from '../../contract/infer/firm-sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';

const places = '(?:seats?|places?|spots?|slots?|beds?|berths?|room|vacanc(?:y|ies))';

/** Words between the condition and the state: "the new booking is", "it is created in the state". */
const being =
  '(?:is|are|becomes?|starts?|begins?|gets?|enters?|goes|go)(?: (?:then|first|at first|created|put|placed|added|set|marked|recorded|booked|accepted))?(?: (?:as|in|on|to|into|with))?(?: (?:the|an?|its))?(?: (?:state|status))?';

/** A sentence that lets a service choose, or is about what changes later. */
const open =
  /\b(?:may|might|can|could|should|usually|normally|typically|unless|except|optional\w*|on request|if (?:you|the caller) (?:asks?|wants?))\b/u;

/** The most characters of a sentence: a longer one is no plain rule, and takes long to search. */
const longest = 400;

/** The state of what is created where there is no room left, and of what has room, where the same sentence tells that. */
export type WithoutRoom = { readonly state: string; readonly taken: string | undefined };

/**
 * The state of what is created where there is no room left, as a text tells it: `waiting` of "As long as a course has fewer students than its `capacity` the new enrolment is `enrolled`,
 * after that it is `waiting`", "If the class is full, the booking is `waitlisted`". Undefined where no sentence says it, or several say different ones.
 * @param states The states that it may be in.
 * @param member The name of the number by which there is room.
 */
export const stateWithoutRoom = (texts: readonly string[], states: readonly string[], member: string): WithoutRoom | undefined => {
  if (states.length < 2) return undefined;
  const words = wordsOf(member).map(literalPattern).join('[ _]?');
  const room = `(?:the |its |their |this |that )?(?:${words}|capacity|limit|maximum)`;
  const stated = states.map((one) => literalPattern(one.toLowerCase())).join('|');
  const state = String.raw`(?<state>${stated})(?![\w-]| (?:list|room|queue)\b)`;
  const isFull = `(?:(?:is|are|becomes?|gets?) (?:already )?(?:full|fully booked|sold out)|(?:there (?:is|are)|has|have|with) no (?:more |free |open |such )*${places}|no (?:more |free |open )*${places} (?:is|are) (?:left|free|available)|${room} (?:is|has been|was) (?:reached|exhausted|used up))`;
  const hasRoom = `(?:(?:fewer|less) [^.,;:]{0,60}than ${room}|(?:there (?:is|are)|has|have) (?:still |free |open |more )*${places}(?: (?:left|free|available))?|${room} is not (?:yet )?(?:reached|exhausted))`;
  const rest = '[^.,;:]{0,60}?';
  const behind = `(?:${rest},)?${rest}`;
  const forms = [
    // "If the class is full, the booking is `waitlisted`."
    String.raw`\b(?:if|when|once|where|as soon as|while) ${rest}\b${isFull}${behind}\b${being} ${state}`,
    // "The booking is `waitlisted` if the class is full."
    String.raw`(?:^|[,;:] )${rest}\b${being} ${state}${rest}\b(?:if|when|once|where|as soon as|while) ${rest}\b${isFull}`,
    // "As long as a course has fewer students than its capacity the new enrolment is `enrolled`, after that it is `waiting`."
    String.raw`\b(?:as long as|so long as|while|if|when|where) ${rest}\b${hasRoom}${behind}\b(?:${stated})\b[^.;,]{0,60}[,;] (?:and |or )?(?:after that|after this|after it|then|afterwards|thereafter|from then on|beyond that|otherwise|else)\b,? (?:${rest}\b${being} )?${state}`,
    // "Bookings beyond the capacity are `waitlisted`."
    String.raw`\b(?:beyond|above|over|exceeding|in excess of) ${room}\b${rest}\b${being} ${state}`,
  ].map((form) => new RegExp(form, 'u'));
  const found = texts.flatMap(firmSentencesOf).flatMap((sentence) => {
    const plain = sentence
      .replaceAll(/[`*"“”]/gu, '')
      .replaceAll(/\s+/gu, ' ')
      .toLowerCase();
    if (plain.length > longest || open.test(plain)) return [];
    return forms.flatMap((form): readonly WithoutRoom[] => {
      const one = form.exec(plain)?.groups?.['state'];
      const named = states
        .map((each) => each.toLowerCase())
        .filter((each) => new RegExp(String.raw`\b${literalPattern(each)}\b`, 'u').test(plain));
      const [taken, ...more] = named.filter((each) => each !== one);
      return one === undefined ? [] : [{ state: one, taken: more.length === 0 ? taken : undefined }];
    });
  });
  const [only] = found;
  const takens = new Set(found.flatMap(({ taken }) => taken ?? []));
  const isOne = only !== undefined && found.every(({ state: each }) => each === only.state) && takens.size < 2;
  return isOne ? { state: only.state, taken: [...takens][0] } : undefined;
};
