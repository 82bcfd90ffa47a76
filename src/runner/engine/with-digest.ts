import { operationWith } from '../../contract/operation.ts';
import type { Contract } from '../../contract/model.ts';
import { encodeBody } from '../../exchange/body.ts';
import { bodyDigest } from '../../generators/body-digest.ts';
import { isSupplied } from '../../generators/parameter-value.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Target } from '../../model/target.ts';

/**
 * A request whose digest is that of the body which it has, where the document says that a header field or a parameter of the query holds it. A check that sends another body, or puts
 * something of the run into it, need not know of the digest. What has not the form of one is a mistake on purpose, and stays; so does what the operator gives.
 */
export const withDigest = (contract: Contract, target: Target, request: PlannedRequest): PlannedRequest => {
  const operation = operationWith(contract, request.operation);
  if (
    operation === undefined ||
    request.otherDigest === true ||
    (request.body?.kind === 'form' && request.body.mediaType.toLowerCase().startsWith('multipart/'))
  )
    return request;
  const digests = operation.parameters.flatMap((parameter) => {
    const digest = isSupplied(operation, parameter, { contract, target }) ? undefined : bodyDigest(contract, operation, parameter);
    return digest === undefined ? [] : [{ parameter, digest }];
  });
  if (digests.length === 0) return request;
  const octets = encodeBody(request.body).bytes ?? new Uint8Array();
  const set = (where: 'header' | 'query', pairs: PlannedRequest['headers']): PlannedRequest['headers'] =>
    pairs.map(([name, value]) => {
      const isSame = (one: string): boolean => (where === 'header' ? one.toLowerCase() === name.toLowerCase() : one === name);
      const found = digests.find(({ parameter, digest }) => parameter.in === where && isSame(parameter.name) && digest.form.test(value));
      return [name, found === undefined ? value : found.digest.of(octets)] as const;
    });
  return { ...request, headers: set('header', request.headers), query: set('query', request.query) };
};
