import type { PlannedRequest } from '../../src/model/request.ts';
import type { Reply } from '../checks/support/exchange.ts';

type Berth = { readonly no: string; ship: string };

export type BerthManner = {
  /** The answer to a write without encryption, and what is done nevertheless. */
  readonly plain?: { readonly answer?: Reply; readonly carriesOut?: readonly string[] };
  /** The answer to a method that is not served. */
  readonly instead?: Readonly<Record<string, Reply>>;
  /** The name that a creation stores. */
  readonly stored?: (ship: string) => string;
  /** The list shows nothing that was created. */
  readonly listStays?: boolean;
  readonly bare?: boolean;
};

const moved: Reply = { status: 301, headers: [['Location', 'https://berths.example/']] };

/** A harbour with one occupied berth. */
export const berthService = (manner: BerthManner = {}): ((request: PlannedRequest) => Reply) => {
  const { plain = {}, instead = {}, stored = (ship) => ship, listStays = false, bare = false } = manner;
  const berths: Berth[] = [{ no: 'b1', ship: 'Old Salt' }];
  const shown = (berth: Berth): unknown => (bare ? { berth } : berth);

  const served = ({ method, path, pathValues, body }: PlannedRequest): Reply => {
    const sent = body?.kind === 'json' ? (body.value as { readonly ship?: string }) : {};
    if (path === '/berths' && method === 'GET') return { status: 200, json: { berths: listStays ? berths.slice(0, 1) : berths } };
    if (path === '/berths') {
      const berth = { no: `b${berths.length + 1}`, ship: stored(sent.ship ?? '') };
      berths.push(berth);
      return { status: 201, json: shown(berth) };
    }
    const at = berths.findIndex(({ no }) => no === pathValues['no']);
    const berth = berths[at];
    if (!berth) return { status: 404 };
    if (method === 'DELETE') berths.splice(at, 1);
    if (method === 'DELETE') return { status: 204 };
    if (method === 'PATCH') berth.ship = sent.ship ?? berth.ship;
    return { status: 200, json: shown(berth) };
  };

  return (request) => {
    const { method, base } = request;
    if (base?.kind === 'named' && base.name === 'plain') {
      if (plain.carriesOut?.includes(method)) served(request);
      return plain.answer ?? moved;
    }
    return instead[method] ?? served(request);
  };
};
