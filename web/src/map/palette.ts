/** The tokens the map is painted with, as colours MapLibre can read. */
const TOKENS = {
  land: '--map-land',
  built: '--map-built',
  green: '--map-green',
  field: '--map-field',
  park: '--map-park',
  water: '--map-water',
  waterEdge: '--map-water-edge',
  building: '--map-building',
  road: '--map-road',
  roadEdge: '--map-road-edge',
  mainRoad: '--map-main',
  label: '--map-label',
  labelHalo: '--map-label-halo',
  waterLabel: '--map-water-label',
  veil: '--map-veil',
  boundary: '--map-boundary',
  boundaryHalo: '--map-boundary-halo',
  markOutline: '--mark-outline',
  markHalo: '--mark-halo',
  surface: '--surface',
  ink: '--ink',
  accent: '--accent',
  heat1: '--heat-1',
  heat2: '--heat-2',
  heat3: '--heat-3',
  heat4: '--heat-4',
  heat5: '--heat-5',
  heat6: '--heat-6',
  heat7: '--heat-7',
  choro1: '--choro-1',
  choro2: '--choro-2',
  choro3: '--choro-3',
  choro4: '--choro-4',
  choro5: '--choro-5',
  choro6: '--choro-6',
  onChoro1: '--on-choro-1',
  onChoro2: '--on-choro-2',
  onChoro3: '--on-choro-3',
  onChoro4: '--on-choro-4',
  onChoro5: '--on-choro-5',
  onChoro6: '--on-choro-6',
  choroNone: '--choro-none',
  choroHatch: '--choro-hatch',
} as const;

export type PaletteColor = keyof typeof TOKENS;

/** Colours as `rgb(...)` and the opacity of heat (0 to 1), of the theme in force. */
export type Palette = Record<PaletteColor, string> & { heatAlpha: number };

/** How many steps the ramps have. */
export const HEAT_STEPS = 7;
export const CHORO_STEPS = 6;

/** Colours of the heat steps, palest first. */
export function heatColors(palette: Palette): string[] {
  return [palette.heat1, palette.heat2, palette.heat3, palette.heat4, palette.heat5, palette.heat6, palette.heat7];
}

/** Colours of the steps of a choropleth, palest number first. */
export function choroColors({ choro1, choro2, choro3, choro4, choro5, choro6 }: Palette): string[] {
  return [choro1, choro2, choro3, choro4, choro5, choro6];
}

/** Colours of the figure on each of them. */
export function onChoroColors({ onChoro1, onChoro2, onChoro3, onChoro4, onChoro5, onChoro6 }: Palette): string[] {
  return [onChoro1, onChoro2, onChoro3, onChoro4, onChoro5, onChoro6];
}

/**
 * Reads the tokens as they apply inside `host`. A probe element resolves them, because a custom property itself is
 * returned as it was written (`light-dark(...)`, another `var()`), which MapLibre cannot read.
 */
export function readPalette(host: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  host.append(probe);
  const computed = getComputedStyle(probe);
  const palette = {} as Palette;
  for (const [name, token] of Object.entries(TOKENS) as [PaletteColor, string][]) {
    probe.style.color = `var(${token})`;
    palette[name] = computed.color;
  }
  palette.heatAlpha = Number(computed.getPropertyValue('--heat-alpha')) || 0.82;
  probe.remove();
  return palette;
}
