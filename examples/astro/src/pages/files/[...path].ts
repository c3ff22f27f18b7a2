import { copy, pathsBelow } from "../../lib/copies";

export const getStaticPaths = pathsBelow("/files/");
export const GET = copy;
