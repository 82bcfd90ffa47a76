/** What begins a sentence that is nothing but the reasons of a refusal: "409 if", "It is a `409` when", "The answer is 409 if". */
const beginning =
  /^(?<refusal>(?:(?:it|this|that|the (?:answer|response|call|request)) (?:is|answers|gets) )?(?:an? )?`?4\d\d`?:? )(?<when>if|when|where) /iu;

/** Words by which a reason is not one that holds alone. */
const joined = /\b(?:both|unless|except|otherwise|then|only|either|neither|while)\b|\band (?:if|when|where) /iu;

/**
 * A text in which a refusal for several reasons, each with its own "if", is one sentence for each: "409 if the seat is taken, if the hall is dark, or if the guest is
 * barred" is "409 if the seat is taken. 409 if the hall is dark. 409 if the guest is barred". What one reason says of something else does not blur the others then.
 */
export const withReasonsApart = (text: string): string =>
  text
    .split(/((?<=[.;])\s+|\n\s*\n)/u)
    .map((part) => {
      const sentence = part.replaceAll(/\s+/gu, ' ').trim();
      const { refusal = '', when = '' } = beginning.exec(sentence)?.groups ?? {};
      if (refusal === '' || joined.test(sentence)) return part;
      const reasons = sentence
        .slice(refusal.length)
        .replace(/[.;]$/u, '')
        .split(new RegExp(`(?:,? or|,)? (?=${when} )`, 'iu'));
      return reasons.length < 2 ? part : reasons.map((reason) => `${refusal}${reason}.`).join(' ');
    })
    .join('');
