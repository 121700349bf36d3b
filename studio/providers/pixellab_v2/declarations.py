"""All 33 operations of PixelLab v2, in the order in which they are shown."""

from __future__ import annotations

from studio.providers.pixellab_v2.account import ShowBalance, ShowDocumentation, ShowJob
from studio.providers.pixellab_v2.animating import (
    AnimateWithSkeleton,
    AnimateWithText,
    AnimateWithTextV2,
    EstimateSkeleton,
)
from studio.providers.pixellab_v2.characters import (
    AnimateCharacter,
    CreateCharacterAnimation,
    CreateCharacterEight,
    CreateCharacterFour,
    DeleteCharacter,
    DownloadCharacter,
    ListCharacters,
    ShowCharacter,
    TagCharacter,
)
from studio.providers.pixellab_v2.creating import (
    CreateImageBitforge,
    CreateImagePixflux,
    GenerateImageV2,
    GenerateWithStyleV2,
)
from studio.providers.pixellab_v2.editing import EditImage, EditImagesV2, ImageToPixelArt, Inpaint, Resize
from studio.providers.pixellab_v2.maps import (
    CreateIsometricTile,
    CreateMapObject,
    CreateTileset,
    CreateTilesetJob,
    ShowIsometricTile,
    ShowTileset,
)
from studio.providers.pixellab_v2.turning import GenerateEightRotations, Rotate
from studio.spec.operation import Operation

OPERATIONS: tuple[type[Operation], ...] = (
    CreateImagePixflux,
    CreateImageBitforge,
    GenerateImageV2,
    GenerateWithStyleV2,
    AnimateWithTextV2,
    AnimateWithText,
    AnimateWithSkeleton,
    EstimateSkeleton,
    EditImage,
    EditImagesV2,
    Inpaint,
    Resize,
    ImageToPixelArt,
    Rotate,
    GenerateEightRotations,
    CreateCharacterFour,
    CreateCharacterEight,
    AnimateCharacter,
    CreateCharacterAnimation,
    ListCharacters,
    ShowCharacter,
    DownloadCharacter,
    TagCharacter,
    DeleteCharacter,
    CreateTileset,
    CreateTilesetJob,
    ShowTileset,
    CreateIsometricTile,
    ShowIsometricTile,
    CreateMapObject,
    ShowBalance,
    ShowJob,
    ShowDocumentation,
)
