import { behaviour, type Call, type Group, type Settings } from '../behaviour.ts';
import { atTurns, breaks, fine, refused, stopped } from '../expected.ts';

import { everySecond, message, sends, withFields } from '../octets.ts';

const tooMany = (...fields: readonly string[]) => sends(message('429 Too Many Requests', fields));
const oneIn = (...fields: readonly string[]) => everySecond(tooMany(...fields));
const to = (location: string, status = '302 Found') => sends(message(status, [`Location: ${location}`]));
/** The next path below, each time another. */
const onAndOn = ({ socket, number }: Call): void => void socket.write(message('302 Found', [`Location: /ill?step=${number}`]));

/** A redirection is never followed: its status is judged like any other. */
const redirected: Settings = { ...refused(1, 'OAS-1'), ...stopped(/redirects every read to/u) };

/** What meets a refusal stays undecided: nobody waits so long, and what is probed beside may not be asked again. */
const sometimes = (settings: Settings): Settings => atTurns(settings, /was answered 429|503/u);

export const waits: Group = {
  title: 'Absurd waits, quotas and redirections',
  behaviours: [
    behaviour(
      'retry-after-a-thousand-years',
      'Refuses every second request with 429 and asks for a wait of a thousand years.',
      oneIn('Retry-After: 31556952000'),
      sometimes(fine),
    ),
    behaviour('retry-after-beyond-numbers', 'Asks for a wait of 1e400 seconds.', oneIn(`Retry-After: ${'9'.repeat(400)}`), sometimes(fine)),
    behaviour('retry-after-negative', 'Asks for a wait of -5 seconds.', oneIn('Retry-After: -5'), sometimes(breaks(0, 'HTTP-14'))),
    behaviour(
      'retry-after-past',
      'Asks for a wait until a day that is over.',
      oneIn('Retry-After: Thu, 01 Jan 1970 00:00:00 GMT'),
      sometimes(fine),
    ),
    behaviour(
      'retry-after-year-9999',
      'Asks for a wait until the year 9999.',
      oneIn('Retry-After: Fri, 31 Dec 9999 23:59:59 GMT'),
      sometimes(fine),
    ),
    behaviour('retry-after-garbage', 'Asks for a wait in words.', oneIn('Retry-After: soon'), sometimes(breaks(0, 'HTTP-14'))),
    behaviour('retry-after-twice', 'Asks for two waits.', oneIn('Retry-After: 0', 'Retry-After: 99999999'), sometimes(fine)),
    behaviour(
      'unavailable-a-thousand-years',
      'Is unavailable every second time, for a thousand years.',
      everySecond(sends(message('503 Service Unavailable', ['Retry-After: 31556952000']))),
      sometimes(fine),
    ),
    behaviour('retry-after-on-success', 'Asks for a wait of a year with every success.', sends(withFields('Retry-After: 31536000')), fine),
    behaviour(
      'remaining-zero',
      'Says with every success that nothing is left, until a thousand years from now.',
      sends(withFields('RateLimit-Limit: 100', 'RateLimit-Remaining: 0', 'RateLimit-Reset: 31556952000')),
      fine,
    ),
    behaviour(
      'remaining-negative',
      'Says that less than nothing is left.',
      sends(withFields('X-RateLimit-Limit: 100', 'X-RateLimit-Remaining: -7', 'X-RateLimit-Reset: -7')),
      fine,
    ),
    behaviour(
      'remaining-beyond-numbers',
      'Writes numbers of 400 digits for its quota.',
      sends(
        withFields(
          `X-RateLimit-Limit: ${'9'.repeat(400)}`,
          `X-RateLimit-Remaining: ${'9'.repeat(400)}`,
          `X-RateLimit-Reset: ${'9'.repeat(400)}`,
        ),
      ),
      fine,
    ),
    behaviour(
      'remaining-garbage',
      'Writes words for its quota.',
      sends(withFields('X-RateLimit-Limit: many', 'X-RateLimit-Remaining: NaN', 'X-RateLimit-Reset: Infinity')),
      fine,
    ),
    behaviour('always-429', 'Refuses everything with 429 and asks for a wait of a thousand years.', tooMany('Retry-After: 31556952000'), {
      one: { exit: 0, open: /429/u },
      ...stopped(/the quota is used up/u),
    }),
    behaviour('redirects-to-itself', 'Redirects to the same address.', to('/ill'), redirected),
    behaviour('redirects-on-and-on', 'Redirects to another address each time.', onAndOn, redirected),
    behaviour(
      'redirects-elsewhere',
      'Redirects to another origin, from which the key must be kept.',
      ({ socket, elsewhere }) => void socket.write(message('307 Temporary Redirect', [`Location: ${elsewhere}/ill`])),
      { ...redirected, secured: true },
    ),
    behaviour('redirects-to-file', 'Redirects to a file.', to('file:///etc/passwd', '301 Moved Permanently'), {
      ...redirected,
      ...stopped(/not of HTTP \(file:\)/u),
    }),
    behaviour(
      'redirects-to-metadata',
      'Redirects to the address where clouds keep credentials.',
      to('http://169.254.169.254/latest/meta-data/'),
      { ...redirected, ...stopped(/169\.254\.169\.254 is another host/u) },
    ),
    behaviour('redirects-to-nowhere', 'Redirects to what is no address.', to('http://[::bad/ \u00ff'), {
      ...refused(1, 'OAS-1', 'HTTP-13'),
      ...stopped(/is no address/u),
    }),
  ],
};
