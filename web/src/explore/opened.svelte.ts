import type { Position } from 'geojson';
import type { GridAnswer } from '../../../server/contract/analysis.ts';
import type { ReportFeature } from '../../../server/contract/reports.ts';
import { api } from '../api/client.ts';
import { wordsFor } from '../i18n/first-words.ts';
import { toasts } from '../state/toast.svelte.ts';
import { getReportsAt, getReportsIn } from './load.ts';
import { Resource } from './resource.svelte.ts';
import type { ViewState } from './view-state.svelte.ts';

/** Reports that are loaded already, for others than the opened ones. */
interface Loaded {
  list: () => readonly ReportFeature[];
  marks: () => readonly ReportFeature[];
}

/** The single reports that were opened: one with its details, or all that lie at one place. */
export class Opened {
  readonly #view: ViewState;
  readonly #list: Loaded['list'];
  readonly #marks: Loaded['marks'];
  /** The open report. */
  readonly selected = new Resource<ReportFeature>();
  /** Those reports of the stack that were not loaded before. */
  readonly stackReports = new Resource<ReportFeature[]>();

  constructor(view: ViewState, { list, marks }: Loaded) {
    this.#view = view;
    this.#list = list;
    this.#marks = marks;
  }

  /** Finds the report of the address: among what is loaded already, else by its tracking code. */
  loadSelected(): void {
    const code = this.#view.view.report;
    if (code === null) return this.selected.clear();
    if (this.selected.value?.properties.code === code) return;
    const known = this.#loaded().find((report) => report.properties.code === code);
    if (this.selected.value !== null) this.selected.clear();
    void this.selected.load(async (signal) => known ?? (await api.report((await api.track(code, signal)).id, signal)));
  }

  /** Opens a report of the map, which knows marks by id. */
  openId(id: string): void {
    const known = this.#loaded().find((feature) => feature.properties.id === id);
    if (known) return this.#view.open(known.properties.code);
    void this.selected
      .load((signal) => api.report(id, signal))
      .then(async () => {
        const { value, error } = this.selected;
        if (value?.properties.id === id) this.#view.open(value.properties.code);
        else if (error) toasts.show((await wordsFor(error))(), { icon: 'alert-circle' });
      });
  }

  /** Shows the reports at one place, [longitude, latitude]; tiles know only their ids. */
  openStack(ids: string[], at: Position): void {
    const { view } = this.#view;
    this.#view.close();
    this.#view.stack = ids;
    this.stackReports.clear();
    if (this.stacked.length < ids.length) void this.stackReports.load((signal) => getReportsAt(view, at, signal));
  }

  /** Shows the reports that a hexagon counts, as a stack. */
  async openCell(cell: GridAnswer['features'][number] | undefined): Promise<void> {
    if (!cell) return;
    const { view } = this.#view;
    this.#view.close();
    this.#view.stack = [];
    await this.stackReports.load(async (signal) => {
      const features = await getReportsIn(view, cell.geometry.coordinates[0]!, signal);
      // A hexagon counts what is in some area.
      return features.filter(({ properties: { area } }) => area !== null);
    });
    if (this.#view.stack?.length === 0)
      this.#view.stack = this.stackReports.value?.map((report) => report.properties.id) ?? [];
  }

  /** The reports of a stack, as far as they are loaded. */
  get stacked(): ReportFeature[] {
    const ids = new Set(this.#view.stack);
    const loaded = this.stackReports.value ?? this.#marks();
    return loaded.filter((report) => ids.has(report.properties.id));
  }

  #loaded(): ReportFeature[] {
    return [...this.#list(), ...this.#marks(), ...(this.stackReports.value ?? [])];
  }
}
