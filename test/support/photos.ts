import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import type { App } from '../../server/app.ts';
import type { SentPhoto } from '../../server/contract/photos.ts';

/** A place that must never be found in anything published, as degrees, minutes and seconds of EXIF. */
export const EXIF_GPS = {
  GPSLatitudeRef: 'N',
  GPSLatitude: '40/1 29/1 5460/100',
  GPSLongitudeRef: 'E',
  GPSLongitude: '72/1 50/1 1720/100',
};
/** Stands in the metadata of every photo made here. */
export const EXIF_OWNER = 'owner-of-the-phone';

/** A picture that compresses badly, as photos do. */
function noise(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 40 } } as never });
}

/** A JPEG as a phone writes it: held sideways (orientation 6), with the place and the owner in its metadata. */
export function phonePhoto(width = 800, height = 600): Promise<Buffer> {
  return noise(width, height)
    .withExif({ IFD0: { Copyright: EXIF_OWNER, Orientation: '6' }, IFD3: EXIF_GPS })
    .withMetadata({ orientation: 6 })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${EXIF_OWNER}</x:xmpmeta>`)
    .jpeg({ quality: 80 })
    .toBuffer();
}

/** A body of multipart/form-data and its content type. */
export async function form(
  bytes: Buffer,
  { name = 'photo.jpg', type = 'image/jpeg', fields = {} as Record<string, string>, files = 1 } = {},
): Promise<{ payload: Buffer; contentType: string }> {
  const data = new FormData();
  for (const [field, value] of Object.entries(fields)) data.append(field, value);
  for (let file = 0; file < files; file++) data.append('photo', new Blob([bytes as never], { type }), name);
  const response = new Response(data);
  return {
    payload: Buffer.from(await response.arrayBuffer()),
    contentType: response.headers.get('content-type')!,
  };
}

interface SendOptions {
  token?: string | undefined;
  /** Of a neighbour who says whether it is fixed. */
  device?: string | undefined;
  key?: string | undefined;
  name?: string;
  type?: string;
}

/** Sends a photo whole; gives the answer as it is. */
export async function sendPhotoAs(
  app: App,
  reportId: string,
  bytes: Buffer,
  { token, device, key, ...file }: SendOptions,
): Promise<{ status: number; body: any; headers: Record<string, unknown> }> {
  const { payload, contentType } = await form(bytes, file);
  const answer = await app.inject({
    method: 'POST',
    url: `/api/reports/${reportId}/photos`,
    headers: {
      'content-type': contentType,
      ...(token === undefined ? {} : { 'manage-token': token }),
      ...(device === undefined ? {} : { 'device-token': device }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    payload,
  });
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
}

/** Sends a photo whole the way a phone does; fails the test unless it is accepted. */
export async function sendPhoto(
  app: App,
  report: { id: string; manageToken: string },
  bytes: Buffer,
  key: string = randomUUID(),
): Promise<SentPhoto> {
  const answer = await sendPhotoAs(app, report.id, bytes, { token: report.manageToken, key });
  if (answer.status !== 201) throw new Error(`the photo was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as SentPhoto;
}

/** Every file that photos have left in the data directory, whole paths. */
export function filesOf({ config }: { config: { dataDir: string } }): string[] {
  return ['photos', 'uploads'].flatMap((folder) => {
    const root = path.join(config.dataDir, folder);
    if (!existsSync(root)) return [];
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((name) => path.join(root, name))
      .filter((file) => statSync(file).isFile());
  });
}
