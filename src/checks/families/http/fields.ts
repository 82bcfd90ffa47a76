import type { CheckText, Observation } from '../../kit/define.ts';
import {
  challengesIn,
  isAllowedOrigin,
  isCacheControl,
  isEntityTag,
  isFixdate,
  isLink,
  isMediaType,
  isSeconds,
  isUriReference,
} from './grammar.ts';
import { holdsMask } from '../../../model/mask.ts';
import { type Broken, defineRule, type HttpRule, line, type Seen } from '../../kit/http-rule.ts';

type FieldForm = {
  readonly field: string;
  readonly code: string;
  readonly expected: string;
  isForm(value: string): boolean;
};

/** What a value of a field shows; undefined where a secret stood in it. */
type JudgeValue = (value: string) => 'holds' | Broken | undefined;

/** Judges the values of one field. Most answers of a service send what the one before sent. */
const judgeOf = ({ field, code, expected, isForm }: FieldForm): JudgeValue => {
  let latest: { readonly value: string; readonly judged: ReturnType<JudgeValue> } | undefined;
  return (value) => {
    if (latest?.value === value) return latest.judged;
    const judged = holdsMask(value) ? undefined : isForm(value) ? 'holds' : { code, where: field, expected, actual: line(field, value) };
    latest = { value, judged };
    return judged;
  };
};

/** A check that fields have their grammar, wherever they are sent; a value in which a secret stood is not judged. */
const formRule = ({
  forms,
  isLeft = () => false,
  ...text
}: CheckText &
  Partial<Pick<HttpRule, 'overloads' | 'scope'>> & {
    readonly forms: readonly FieldForm[];
    /** Another check decides about the answer. */
    isLeft?(seen: Seen): boolean;
  }): Observation => {
  const judges = forms.map((form) => [form.field, judgeOf(form)] as const);
  return defineRule({
    scope: 'operation',
    fields: forms.map(({ field }) => field),
    ...text,
    judge(seen) {
      if (isLeft(seen)) return [];
      return judges.flatMap(([field, judge]) =>
        seen
          .values(field)
          .map(judge)
          .filter((one) => one !== undefined),
      );
    },
  });
};

const dateForm = 'a date such as "Sun, 06 Nov 1994 08:49:37 GMT", with the name of its day';

/** `Expires` is left out: a value that is no date means that the answer is stale (RFC 9111, section 5.3). */
export const datesForm = formRule({
  id: 'http/dates-form',
  title: 'A date in a header field has the one form of HTTP, in GMT',
  why: 'Caches and clients that cannot read the date take the answer for stale, or compare it as a text.',
  fix: 'Write dates in header fields with the function for HTTP dates of your platform.',
  scope: 'service',
  forms: ['Date', 'Last-Modified', 'Sunset'].map((field) => ({ field, code: 'date-form', expected: dateForm, isForm: isFixdate })),
});

export const mediaTypeForm = formRule({
  id: 'http/media-type-form',
  title: 'A Content-Type is one well-formed media type',
  why: 'Clients choose how to read a body by it; some refuse one that they cannot read, others guess.',
  fix: 'Send type, slash and subtype, then parameters as name=value behind semicolons, in quotes where a value has other signs than a token.',
  forms: [
    {
      field: 'Content-Type',
      code: 'media-type-form',
      expected: 'a media type such as application/json; charset=utf-8',
      isForm: isMediaType,
    },
  ],
});

export const locationForm = formRule({
  id: 'http/location-form',
  title: 'A Location is a URI reference',
  why: 'A client that follows it has to guess how the odd characters are meant, and many refuse it.',
  fix: 'Encode what is put into the address, and fill in its placeholders.',
  forms: [
    {
      field: 'Location',
      code: 'location-form',
      expected: 'a URI reference, with other characters percent-encoded',
      isForm: isUriReference,
    },
  ],
});

export const retryAfterForm = formRule({
  id: 'http/retry-after-form',
  title: 'A Retry-After is a whole number of seconds or a date',
  why: 'Libraries read these two forms; any other one they take for no wait at all, and try again at once.',
  fix: 'Send whole seconds in decimal digits, or a date in the form of the Date header.',
  scope: 'service',
  overloads: true,
  forms: [
    {
      field: 'Retry-After',
      code: 'retry-after-form',
      expected: 'whole seconds or an HTTP date',
      isForm: (value) => isSeconds(value) || isFixdate(value),
    },
  ],
  isLeft: ({ contract, operation, status }) => {
    const { retryAfter } = (operation?.conventions ?? contract.conventions).rateLimit ?? {};
    return retryAfter?.header.toLowerCase() === 'retry-after' && retryAfter.on.includes(status);
  },
});

/** Does Basic have its realm, and no challenge a parameter twice. */
const isWholeChallenge = ({ scheme, parameters }: { readonly scheme: string; readonly parameters: readonly string[] }): boolean =>
  (scheme !== 'basic' || parameters.includes('realm')) && new Set(parameters).size === parameters.length;

export const challengeForm = formRule({
  id: 'http/challenge-form',
  title: 'A WWW-Authenticate is a list of challenges, each with its parameters once and Basic with its realm',
  why: 'A client that cannot read the challenge does not know how to authenticate.',
  fix: 'Send a scheme, then parameters as name="value" with commas between them.',
  scope: 'service',
  forms: [
    {
      field: 'WWW-Authenticate',
      code: 'challenge-form',
      expected: 'challenges such as Basic realm="things"',
      isForm: (value) => challengesIn(value)?.every(isWholeChallenge) === true,
    },
  ],
});

export const entityTagForm = formRule({
  id: 'http/entity-tag-form',
  title: 'An ETag is a text in double quotes, with W/ before it where it is weak',
  why: 'Clients and caches send it back as it is; servers and caches that keep to the grammar then find no match, or refuse it.',
  fix: 'Put the tag between double quotes, W/ before them.',
  forms: [{ field: 'ETag', code: 'entity-tag-form', expected: 'a tag such as "33a64df5" or W/"33a64df5"', isForm: isEntityTag }],
});

export const cachingFields = formRule({
  id: 'http/caching-fields-form',
  title: 'Cache-Control is a list of directives, and ages in it and in Age are whole seconds',
  why: 'Caches pass over a directive that they cannot read, so that answers are kept too long, or not at all.',
  fix: 'Separate directives by commas, and write ages as decimal digits without quotes.',
  forms: [
    {
      field: 'Cache-Control',
      code: 'cache-control-form',
      expected: 'directives such as no-cache, max-age=60',
      isForm: isCacheControl,
    },
    { field: 'Age', code: 'age-form', expected: 'whole seconds', isForm: isSeconds },
  ],
});

export const linkForm = formRule({
  id: 'http/link-form',
  title: 'A Link is a list of URI references in angle brackets, each with one relation',
  why: 'Clients that page by these links find no next page where they cannot read them.',
  fix: 'Send <address>; rel="next", with commas between the links.',
  forms: [{ field: 'Link', code: 'link-form', expected: 'links such as </things?page=2>; rel="next"', isForm: isLink }],
});

export const allowedOriginForm = formRule({
  id: 'http/allowed-origin-form',
  title: 'An Access-Control-Allow-Origin is one origin, * or null',
  why: 'Browsers compare it with the origin of the page as a text; a list, a path or a pattern never matches.',
  fix: 'Send the one origin that asks, where it is allowed, without a slash at its end.',
  scope: 'service',
  forms: [
    {
      field: 'Access-Control-Allow-Origin',
      code: 'allowed-origin-form',
      expected: 'one origin such as https://example.com, * or null',
      isForm: isAllowedOrigin,
    },
  ],
});

/**
 * Fields of one value (RFC 9110, section 5.3, and where each is defined). How often Content-Length comes belongs to the framing of the message.
 */
const singletons = [
  'Content-Type',
  'Date',
  'ETag',
  'Last-Modified',
  'Location',
  'Retry-After',
  'Age',
  'Expires',
  'Access-Control-Allow-Origin',
  'Strict-Transport-Security',
];

export const fieldsOnce = defineRule({
  id: 'http/fields-once',
  title: 'A header field of one value comes once',
  why: 'Of two values some clients take the first, some the last and some both with a comma between them.',
  fix: 'Set the field in one layer alone, or replace it where it is set again.',
  scope: 'operation',
  fields: singletons,
  judge({ values }) {
    const judged: ('holds' | Broken)[] = [];
    for (const field of singletons) {
      const sent = values(field);
      if (sent.length === 1) judged.push('holds');
      if (sent.length < 2) continue;
      const actual = sent.map((value) => line(field, value)).join(' and ');
      judged.push({ code: 'field-repeated', where: field, expected: `${field} once`, actual });
    }
    return judged;
  },
});
