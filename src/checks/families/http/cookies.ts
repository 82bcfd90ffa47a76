import { holdsMask } from '../../../model/mask.ts';
import { isToken } from './grammar.ts';
import { type Broken, defineRule } from '../../kit/http-rule.ts';

/** What a Set-Cookie lacks, in words without its name and value; undefined where it lacks nothing. */
const lackOf = (line: string, isEncrypted: boolean): string | undefined => {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
  const sign = pair.indexOf('=');
  const name = pair.slice(0, Math.max(0, sign)).trim();
  if (sign < 1) return 'a cookie without a name';
  if (!holdsMask(name) && !isToken(name)) return 'a cookie whose name is no token';
  // Without encryption, as before a service under test, there may be no Secure.
  if (!isEncrypted) return undefined;
  const attributes = new Map(
    rest.map((part) => {
      const [key = '', ...value] = part.split('=');
      return [key.trim().toLowerCase(), value.join('=').trim()] as const;
    }),
  );
  const isSecure = attributes.has('secure');
  if (attributes.get('samesite')?.toLowerCase() === 'none' && !isSecure) return 'SameSite=None without Secure';
  if (name.startsWith('__Secure-') && !isSecure) return 'a name with __Secure- without Secure';
  const isHostOnly = isSecure && attributes.get('path') === '/' && !attributes.has('domain');
  return name.startsWith('__Host-') && !isHostOnly ? 'a name with __Host- without Secure or Path=/, or with Domain' : undefined;
};

/** RFC 6265, section 4.1; its successor for the prefixes and SameSite. Names and values of cookies may be secrets and are never shown. */
export const cookies = defineRule({
  id: 'http/cookies',
  title: 'A cookie that is set has a name, and what browsers demand of its kind',
  why: 'Browsers throw away a cookie that breaks these rules, and the client is logged out without a word.',
  fix: 'Send one Set-Cookie for each cookie, as name=value, with Secure where its name or SameSite=None demands it.',
  scope: 'service',
  judge: ({ values, exchange: { encryption } }) =>
    values('Set-Cookie').map((line): 'holds' | Broken => {
      const lack = lackOf(line, encryption !== undefined);
      if (lack === undefined) return 'holds';
      return { code: 'cookie-form', where: 'Set-Cookie', expected: 'name=value with the attributes of its kind', actual: lack };
    }),
});
