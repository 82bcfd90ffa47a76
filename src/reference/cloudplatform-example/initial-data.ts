/** A project that exists at the start. */
export type InitialProject = {
  /** Default: a fresh one. */
  readonly id?: string;
  readonly name: string;
  readonly region: string;
  readonly createdAtMs: number;
};

/** The regions in the document's examples, and two like them. */
export const regions = ['us-east', 'eu-central', 'us-west', 'ap-south'] as const;
export const defaultRegion = regions[0];

const dayMs = 86_400_000;
const beginMs = Date.parse('2026-01-12T08:30:00Z');
const names = ['billing', 'night-crawler', 'Événements', 'search', 'データ取込', 'Mobile App', 'archive 🗄', 'it\'s "quoted" & <b>'];

/** The projects of the document's example list. */
const printed: readonly InitialProject[] = [
  { id: 'prj_123', name: 'edge-ingest', region: 'us-east', createdAtMs: beginMs },
  { id: 'prj_456', name: 'analytics', region: 'eu-central', createdAtMs: beginMs + dayMs },
];

/**
 * Projects for the start, oldest first: those of the document's example list come first, and two of the others have the same
 * name.
 */
export const initialProjects = (count: number, ids: 'printed' | 'fresh'): readonly InitialProject[] =>
  Array.from({ length: count }, (_, index): InitialProject => {
    const shown = printed[index];
    if (shown !== undefined) {
      const { id: _id, ...rest } = shown;
      return ids === 'printed' ? shown : rest;
    }
    const name = names[index % names.length] ?? '';
    return {
      name: index < 2 * names.length ? name : `${name}-${index}`,
      region: regions[(index * 3) % regions.length] ?? defaultRegion,
      createdAtMs: beginMs + index * dayMs,
    };
  });
