import type { Exchange } from '../../../model/exchange.ts';

/** The JSON that a request sent, as it stands in a finding. */
export const bodyIn = ({ request, sent }: Exchange): string =>
  sent.body ?? (request.body?.kind === 'json' ? (JSON.stringify(request.body.value) ?? 'nothing') : 'nothing');
