import type { Target } from '../model/target.ts';
import { isEveryInterface, parseListen } from './listen-address.ts';
import type { Path } from './location.ts';
import type { Settings } from './settings.ts';

/** The address under which the sink is reached, or why it cannot be used. */
const publicProblem = (text: string): string | undefined => {
  if (!URL.canParse(text)) return 'is not an absolute address: write it like https://tunnel.example/hook';
  const { protocol, username, password, hash } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'must begin with https:// or http://';
  if (username !== '' || password !== '') return 'contains a user name or password, which would be recorded';
  return hash === '' ? undefined : 'must not contain a fragment (#…)';
};

/**
 * Where the run receives events, without the secret of their signatures.
 * @throws {UsageError} for an address that cannot be listened on or reached.
 */
export const webhooksOf = ({ config: { webhooks }, complaint }: Settings): Pick<Target, 'webhooks'> => {
  if (webhooks === undefined) return {};
  const at = (...path: Path): Path => ['webhooks', ...path];
  const { listen, publicUrl, trigger, secret } = webhooks;
  if (listen === undefined) throw complaint(at(), 'needs "listen" too: the host and port on which events are received');
  const address = parseListen(listen);
  if (address === undefined) throw complaint(at('listen'), 'must be HOST:PORT, such as 127.0.0.1:9000 or [::1]:9000');
  if (publicUrl === undefined && isEveryInterface(address))
    throw complaint(
      at('listen'),
      'means every interface of this machine: give the address under which the target reaches it as "publicUrl"',
    );
  const problem = publicUrl === undefined ? undefined : publicProblem(publicUrl);
  if (problem !== undefined) throw complaint(at('publicUrl'), problem);
  if (trigger !== undefined && trigger.operation === undefined)
    throw complaint(at('trigger'), 'needs "operation" too: what makes the target send an event');
  const { operation, ...body } = trigger ?? {};
  return {
    webhooks: {
      listen,
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(secret === undefined ? {} : { hasSecret: true as const }),
      ...(operation === undefined ? {} : { trigger: { operation, ...body } }),
    },
  };
};
