import { outcomeOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineEntry, defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { handshakes, type SecureRead } from '../../scenarios/transport/secure-read.ts';
import { handshakeFacts, isCurrent, readOverTls, secureNeeds } from './handshake.ts';
import { secureServers } from '../../subjects/server-places.ts';

const judge = (attempts: SecureRead): Verdict => {
  const last = attempts.at(-1);
  if (!last) return inconclusive('Nothing was sent', []);
  const told = handshakeFacts(last);
  const facts = told.length > 0 ? { facts: told } : {};
  if (attempts.some((one) => isCurrent(one) === true)) return { ...pass(1), ...facts };
  if (isCurrent(last) === false) {
    const actual = last.encryption?.protocol ?? 'an older one';
    const finding = { code: 'protocol-outdated', where: 'TLS', expected: 'TLSv1.2 or TLSv1.3', actual };
    return { ...fail(finding, [last]), ...facts };
  }
  return inconclusive(`No handshake came about: ${outcomeOf(last)}`, [last]);
};

export const protocolCurrent = defineProbe<SecureRead>({
  id: 'transport/protocol-current',
  title: 'A handshake agrees on TLS 1.2 or a later version',
  why: 'Clients of today refuse what is older, and what was sent over it may be read or changed on the way (RFC 8996).',
  fix: 'Offer TLS 1.2 and 1.3, and nothing older.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => (parameterlessReads(contract).length > 0 ? secureServers(contract) : []),
  needs: (_place, { target }) => secureNeeds(target),
  cost: () => ({ requests: handshakes, creates: 0 }),
  measure: (_place, session) => readOverTls(session),
  judge: (_place, attempts) => judge(attempts),
  // No client of today sends anything over an older version, so that preflight stops there.
  entry: defineEntry<SecureRead>({ measure: (_place, session) => readOverTls(session), judge: (_place, attempts) => judge(attempts) }),
});
