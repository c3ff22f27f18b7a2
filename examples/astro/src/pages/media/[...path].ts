import { copy, pathsBelow } from "../../lib/copies";

export const getStaticPaths = pathsBelow("/media/");
export const GET = copy;
