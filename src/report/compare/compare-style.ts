import { style } from '../html/style.ts';

/** The style of a report's page, and that of the table of a comparison, which becomes cards if there is no room for columns. */
export const compareStyle = `${style}
@media (min-width: 90rem) { body { max-width: 116rem; } }
.compare { width: 100%; margin-top: .75rem; }
.compare th, .compare td { padding: .4rem .75rem; border-top: 1px solid var(--line); }
.compare thead th { border-top: 0; border-bottom: 2px solid var(--line); font-weight: 600; }
.compare tbody th { position: sticky; left: 0; width: 34%; min-width: 14rem; background: var(--page); border-left: 4px solid transparent; }
.compare .differs th { border-left-color: var(--bad); }
.compare .partly th { border-left-color: var(--warn); }
.compare td { min-width: 9rem; }
.compare a { display: inline-block; text-underline-offset: .2em; }
.compare .none { color: var(--muted); font-size: .875rem; }
.compare .alike { color: var(--muted); }
.fold { margin-top: 1rem; }
.compare ul { padding: 0; list-style: none; }
.compare li + li { margin-top: .3rem; }
.state { display: block; color: var(--muted); font-size: .875rem; }
.basis { margin-top: 1.5rem; padding-top: .5rem; border-top: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 12rem; }
.basis .side { margin-top: .75rem; padding: .25rem .75rem; border: 1px solid var(--line); background: var(--panel); }
.basis .side:target { outline: 3px solid var(--link); outline-offset: -3px; }
.basis dl { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: .1rem .75rem; margin: .25rem 0 .75rem; }
.basis h3 { display: block; }
@media (max-width: 40rem) {
  .compare, .compare tbody, .compare tr, .compare th, .compare td { display: block; }
  .compare thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .compare tbody th { position: static; width: auto; min-width: 0; padding: .5rem .5rem .25rem; }
  .compare td { padding: .1rem .5rem .25rem .75rem; border-top: 0; }
  .compare td::before { content: attr(data-label) ": "; color: var(--muted); font-size: .875rem; }
  .basis dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
}
`;
