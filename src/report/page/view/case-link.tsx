import { usePage } from './page-state.ts';
import { hashOf } from './route.ts';

/** A link to a case, by its id; it opens in the panel. */
export const CaseLink = ({ at }: { readonly at: number }) => {
  const { model, show } = usePage();
  const one = model.cases[at];
  if (one === undefined) return null;
  const isFinding = one.finding !== undefined && model.findings[one.finding]?.case === at;
  const route = isFinding ? ({ kind: 'finding', at: one.finding ?? 0 } as const) : ({ kind: 'case', at } as const);
  return (
    <a
      href={hashOf(model, route)}
      class="case-link"
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        show(route);
      }}
    >
      <code>{one.id}</code>
    </a>
  );
};
