/** What the layers of vector tiles call things, for whoever draws them: the map, and the picture that stands still. */
import type { Language } from '../../../server/contract/enums.ts';

/** Layer vocabularies of vector tiles that can be drawn. */
export type BasemapSchema = 'openmaptiles' | 'protomaps';

/** First name wins; the local name is the last resort. */
export const NAME_ORDER: Record<Language, readonly string[]> = {
  ky: ['name:ky', 'name', 'name:ru'],
  ru: ['name:ru', 'name', 'name:ky'],
  en: ['name:en', 'name:latin', 'name', 'name:ky'],
};

/** Features of a layer whose property has one of the values. */
export interface Choice {
  layer: string;
  property: string;
  values: readonly string[];
}

/** Where in the tiles each thing is. */
interface Vocabulary {
  green: Choice;
  park: Choice;
  field: Choice;
  built: Choice;
  /** Layer of the polygons of water. */
  water: string;
  stream: Choice;
  building: string;
  main: Choice;
  street: Choice;
  path: Choice;
  /** Layer of the lines that have a street's name. */
  roadNames: string;
  places: Choice;
}

const choice = (layer: string, property: string, ...values: string[]): Choice => ({ layer, property, values });

export const VOCABULARIES: Record<BasemapSchema, Vocabulary> = {
  openmaptiles: {
    green: choice('landcover', 'class', 'grass', 'wood', 'wetland'),
    park: choice('landuse', 'class', 'park', 'pitch', 'cemetery', 'stadium'),
    field: choice('landcover', 'class', 'farmland'),
    built: choice('landuse', 'class', 'residential', 'suburb', 'neighbourhood', 'commercial', 'industrial'),
    water: 'water',
    stream: choice('waterway', 'class', 'river', 'canal', 'stream', 'ditch', 'drain'),
    building: 'building',
    main: choice('transportation', 'class', 'motorway', 'trunk', 'primary', 'secondary', 'tertiary'),
    street: choice('transportation', 'class', 'minor', 'service', 'busway'),
    path: choice('transportation', 'class', 'path', 'track'),
    roadNames: 'transportation_name',
    places: choice('place', 'class', 'city', 'town', 'village', 'hamlet', 'suburb', 'neighbourhood'),
  },
  protomaps: {
    green: choice('landcover', 'kind', 'grassland', 'forest', 'scrub'),
    park: choice('landuse', 'kind', 'park', 'pitch', 'cemetery', 'grass', 'wood', 'forest', 'garden'),
    field: choice('landuse', 'kind', 'farmland', 'orchard', 'meadow'),
    built: choice('landuse', 'kind', 'residential', 'commercial', 'industrial', 'neighbourhood'),
    water: 'water',
    stream: choice('water', 'kind', 'river', 'canal', 'stream', 'ditch', 'drain'),
    building: 'buildings',
    main: choice('roads', 'kind', 'highway', 'major_road', 'medium_road'),
    street: choice('roads', 'kind', 'minor_road'),
    path: choice('roads', 'kind', 'path', 'other'),
    roadNames: 'roads',
    places: choice('places', 'kind', 'locality', 'neighbourhood', 'macrohood'),
  },
};
