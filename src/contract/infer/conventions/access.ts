import type { Operation } from '../../model.ts';
import type { Inference } from './convention.ts';

/** Statuses that refuse a caller whose credential is missing or unknown (RFC 9110, sections 15.5.2 and 15.5.4). */
const aboutCredentials = [401, 403] as const;

const describes = (status: number) => (operation: Operation) => operation.responses.some((one) => one.status === String(status));

/**
 * `auth.unauthenticated`: an operation whose security requirements ask for a credential refuses whoever has none (OpenAPI 3.1, Security Requirement
 * Object). With the status that the document describes for that; where it describes none, with one of the two that HTTP has for it.
 */
export const inferAuthentication: Inference = ({ operations }) => {
  const secured = operations.filter((operation) => operation.secured && operation.takesKey);
  if (secured.length === 0) return [];
  const described = aboutCredentials.filter((status) => secured.some(describes(status)));
  const status = described.includes(401) && secured.every(describes(401)) ? [401] : [...aboutCredentials];
  return [
    {
      operation: null,
      word: ['auth', 'unauthenticated'],
      // A security requirement names no status: a server may hide with 404, redirect to a login, or answer 400. Only a success breaks it.
      value: { status: status.length === 1 ? status[0] : status, never: [] },
      why: `${secured.length} operations name a security scheme${described.length > 0 ? `, and describe ${described.join(' or ')}` : ''}.`,
      isDocumented: true,
    },
  ];
};
