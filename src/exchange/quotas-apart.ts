/**
 * Finds operations with a quota of their own, such as "5 exports an hour": one that is still refused after every other request had to wait for it, although others are answered.
 * A pause of all requests serves nothing there.
 */
export type QuotasApart = {
  /** Takes a refusal for the quota or a success into account: the key of the operation, and when the request was sent, in milliseconds since the epoch. */
  heard(operation: string | null, isRefused: boolean, sentAt: number): void;
  /** Does a refusal of the operation say nothing about other requests? */
  has(operation: string | null): boolean;
};

/** Pauses that have to prove useless: one alone may have ended when a quota of the whole key was used up a second time. */
const enough = 2;

export const createQuotasApart = (): QuotasApart => {
  /** Of each operation that was refused since it was last answered: the latest refusal, whether others were answered since, and how many pauses were useless. */
  const suspects = new Map<string, { at: number; othersWork: boolean; useless: number }>();

  const refused = (operation: string, sentAt: number): void => {
    const one = suspects.get(operation);
    if (one === undefined) suspects.set(operation, { at: sentAt, othersWork: false, useless: 0 });
    else if (one.othersWork) suspects.set(operation, { at: sentAt, othersWork: false, useless: one.useless + 1 });
  };

  const answered = (operation: string | null, sentAt: number): void => {
    for (const [key, one] of suspects) {
      if (sentAt <= one.at) continue;
      if (key === operation) suspects.delete(key);
      else one.othersWork = true;
    }
  };

  return {
    heard(operation, isRefused, sentAt) {
      if (!isRefused) answered(operation, sentAt);
      else if (operation !== null) refused(operation, sentAt);
    },
    has: (operation) => operation !== null && (suspects.get(operation)?.useless ?? 0) >= enough,
  };
};
