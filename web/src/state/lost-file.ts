import { ApiError } from '../api/errors.ts';

/**
 * Why a file of the pages did not come. What is loaded behind the first page (offline/update) knows more than that: whether the server has a
 * newer version, in which the file is no more; then the code is `outdated`. Never throws.
 */
export const lostFile = { cause: async (): Promise<ApiError> => new ApiError('network') };
