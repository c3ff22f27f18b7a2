"""The one vocabulary of the newsroom's stories. Each family is a file; each block owns its HTML and its JSON."""

from newsroom.authoring.blocks.body import BodyStream, DeliveredBlock
from newsroom.authoring.blocks.files import FileBlock, PublishedFile
from newsroom.authoring.blocks.media import PictureBlock, VideoBlock
from newsroom.authoring.blocks.records import MilestoneBlock

__all__ = [
    "BodyStream",
    "DeliveredBlock",
    "FileBlock",
    "MilestoneBlock",
    "PictureBlock",
    "PublishedFile",
    "VideoBlock",
]
